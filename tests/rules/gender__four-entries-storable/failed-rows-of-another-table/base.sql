CREATE TABLE gender (code char(1) PRIMARY KEY, name varchar(30));
INSERT INTO gender (code, name) VALUES ('m', 'male'), ('f', 'female');
CREATE TABLE tenant (id int, gender char(1) REFERENCES gender(code), last_name text);
