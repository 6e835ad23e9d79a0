document = "namespace Stadt;\n" type+
type = "public class " Thing "\n{\n" member+ "}\n" | enum | "public record " Thing "(string Vorname, " type-name " " Kind ");\n"
enum = "public enum " Kind " { " constant more-constants* " }\n"
constant = ENTRY | "[Display(Name = \"" label "\")] " ENTRY " = " number
more-constants = ", " constant
member = attribute? "    public " type-name " " Kind " { get; set; }\n" | attribute? "    public string " Kind " { get; set; } = \"" entry "\";\n" | method | "    static readonly string[] Werte = { " values " };\n"
attribute = "    [Required, StringLength(" number ")]\n" | "    [RegularExpression(\"^[mw]$\")]\n" | "    [Column(\"" field "\")]\n"
type-name = Kind | "string" | "string?" | "int" | Kind "?"
values = "\"" entry "\"" | "\"" entry "\", " values
method = "    public string Anrede(" Kind " geschlecht)\n    {\n" statement+ "    }\n" | "    public string Code(Person p) => " expression ";\n"
statement = "        return " expression ";\n" | "        if (" condition ") { " statement " } else { " statement " }\n" | "        switch (" subject ") { " case+ " default: throw new Exception(); }\n" | "        var anrede = " expression ";\n" | "        p.Geschlecht = " expression ";\n"
case = "case " Kind "." ENTRY ": return " expression "; " | "case \"" entry "\": "
subject = "geschlecht" | "p.Geschlecht" | "geschlecht.ToLower()" | "geschlecht[0]"
condition = subject " == \"" entry "\"" | subject " == " Kind "." ENTRY | subject " is " Kind "." ENTRY " or " Kind "." ENTRY | "!(" condition ")" | condition " || " condition | condition " && " condition | "p.IsMale"
expression = "\"" entry "\"" | Kind "." ENTRY | condition " ? " expression " : " expression | subject " switch { " arm+ "_ => " expression " }" | "$\"Herr {p.Name}\"" | "null" | "new Dictionary<string, string> { [\"m\"] = \"Herr\" }[" subject "]" | "(" expression ")"
arm = Kind "." ENTRY " => " expression ", " | "\"" entry "\" => " expression ", "
