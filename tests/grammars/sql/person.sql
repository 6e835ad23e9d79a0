# Scripts in the dialects that municipalities run.
script = table statement*
statement = table | type | alter | insert | view | update | comment | copy | trigger | "-- " label "\n" | "/* " label " */\n" | "GO\n" | domain | index
table = "CREATE TABLE " table-name " (\n" column more-columns* ")" engine? ";\n"
table-name = thing | "`" thing "`" | "\"Größe\"" | "[" thing "]" | "IF NOT EXISTS " thing | "stamm." thing
more-columns = ",\n" column | ",\n" column | ",\n" constraint | ", -- " label "\n" column
column = column-name " " type-name option*
column-name = field | "`" field "`" | "\"" field "\"" | "[" field "]"
type-name = "char(1)" | "varchar(" number ")" | "integer" | "enum(" list ")" | "geschlecht_art" | "text" | "date" | "boolean" | "NVARCHAR(20)" | "VARCHAR2(8 CHAR)" | "tinyint(1) unsigned" | "character varying(12)"
option = " NOT NULL" | " DEFAULT " literal | " CHECK (" condition ")" | " COMMENT " literal | " UNIQUE" | " REFERENCES " thing " (id)" | " NULL" | " PRIMARY KEY" | " COLLATE utf8_bin" | " DEFAULT 'm'::character varying"
constraint = "PRIMARY KEY (" field ")" | "CONSTRAINT c1 CHECK (" condition ")" | "UNIQUE (" field ", " field ")" | "CHECK (" condition ")" | "FOREIGN KEY (" field ") REFERENCES " thing " (id)" | "KEY k (" field ")"
engine = " ENGINE=InnoDB COMMENT=" literal
condition = field " = " literal | field " IN (" list ")" | condition " OR " condition | condition " AND " condition | "NOT " condition | "(" condition ")" | field " IS NULL" | "length(" field ") > " number | field " ~ '^[mwd]$'" | field "::text = ANY (ARRAY[" list "])" | field " <> " literal | "upper(" field ") LIKE 'M%'" | field " BETWEEN 1 AND 4"
list = literal | literal ", " list
literal = "'" entry "'" | number | "NULL" | "N'" entry "'" | "'it''s'"
type = "CREATE TYPE geschlecht_art AS ENUM (" list ");\n"
domain = "CREATE DOMAIN geschlecht_art AS char(1) CHECK (VALUE IN (" list "));\n"
index = "CREATE INDEX i ON " thing " (" field ");\n"
alter = "ALTER TABLE " thing " ADD COLUMN " column ";\n" | "ALTER TABLE " thing " ADD CONSTRAINT c CHECK (" condition ");\n" | "ALTER TABLE " thing " DROP COLUMN " field ";\n" | "ALTER TABLE " thing " MODIFY " column ";\n" | "ALTER TYPE geschlecht_art ADD VALUE " literal ";\n" | "ALTER TABLE " thing " RENAME COLUMN " field " TO " field ";\n"
insert = "INSERT INTO geschlecht (code, name) VALUES (" literal ", " literal ");\n" | "INSERT INTO " thing " VALUES (" list "), (" list ");\n"
view = "CREATE VIEW v AS SELECT " expression " AS " field " FROM " thing ";\n" | "CREATE OR REPLACE VIEW v AS SELECT " expression ", COUNT(*) FROM " thing " WHERE " condition " GROUP BY " field ";\n"
expression = field | "CASE " field arm+ else? " END" | "CASE" test-arm+ else? " END" | "COUNT(CASE WHEN " condition " THEN 1 END)" | "SUM(IF(" condition ", 1, 0))" | "COALESCE(" expression ", " literal ")" | "DECODE(" field ", " literal ", " literal ", " literal ")" | literal | "(" expression ")"
arm = " WHEN " literal " THEN " result
test-arm = " WHEN " condition " THEN " result
result = literal | literal | expression
else = " ELSE " result
update = "UPDATE " thing " SET " field " = " expression " WHERE " condition ";\n"
comment = "COMMENT ON COLUMN " thing "." field " IS " literal ";\n" | "COMMENT ON TABLE " thing " IS '" label "';\n"
copy = "COPY geschlecht (code, name) FROM stdin;\n" entry "\t" label "\n\\.\n"
trigger = "CREATE TRIGGER t BEFORE UPDATE ON " thing " FOR EACH ROW BEGIN IF NEW." field " <> OLD." field " THEN SIGNAL SQLSTATE '45000'; END IF; END;\n"
