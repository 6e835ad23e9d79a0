document = "package person\n\n" item+
item = "type " Kind " string\n\nconst (\n" constant+ ")\n" | "type " Thing " struct {\n" property+ "}\n" | "var Genders = []string{" values "}\n" | "var labels = map[string]string{" entries "}\n" | "func Anrede(geschlecht " Kind ") string {\n" statement+ "\treturn \"\"\n}\n" | "const (\n\t_ " Kind " = iota\n\tMaennlich\n\tWeiblich\n)\n"
constant = "\t" Kind ENTRY " " Kind " = \"" entry "\"\n"
property = "\t" Kind " " type " `json:\"" field "\" validate:\"oneof=m w d\"`\n" | "\t" Kind " " type " `gorm:\"type:enum('m','w');default:'m'\"`\n" | "\t" Kind " " type " // " label "\n"
type = "string" | Kind | "*string" | "sql.NullString" | "[]" type
values = "\"" entry "\"" | "\"" entry "\", " values
entries = "\"" entry "\": \"" label "\"" | "\"" entry "\": \"" label "\", " entries
statement = "\treturn " expression "\n" | "\tif " condition " {\n" statement "\t} else {\n" statement "\t}\n" | "\tswitch " subject " {\n" case+ "\tdefault:\n" statement "\t}\n" | "\tanrede := " expression "\n" | "\tp.Geschlecht = " expression "\n"
case = "\tcase \"" entry "\", \"" entry "\":\n" statement | "\tcase Gender" ENTRY ":\n" statement
subject = "geschlecht" | "p.Geschlecht" | "strings.ToLower(geschlecht)" | "geschlecht[0]"
condition = subject " == \"" entry "\"" | subject " == Gender" ENTRY | "!(" condition ")" | condition " || " condition | condition " && " condition | "p.IsMale()"
expression = "\"" entry "\"" | "Gender" ENTRY | "map[string]string{" entries "}[" subject "]" | "\"Herr \" + p.Name" | "(" expression ")" | "string(" expression ")"
