document = "package de.stadt;\n" type+
type = "public class " Thing " {\n" member+ "}\n" | enum | "record " Thing "(String vorname, @NotNull String " field ") {}\n"
enum = "public enum " Kind " {\n    " constant more-constants* ";\n" "    private String code;\n"? "}\n"
constant = ENTRY | ENTRY "(\"" entry "\", \"" label "\")"
more-constants = ", " constant
member = annotation? "    private " type-name " " field ";\n" | annotation? "    private String " field " = \"" entry "\";\n" | method | "    /** " label " */\n    int " field ";\n" | "    static final List<String> " ENTRY " = List.of(" values ");\n" | enum
annotation = "    @Column(name = \"" field "\", length = " number ")\n" | "    @Pattern(regexp = \"^[MW]$\")\n" | "    @Enumerated(EnumType.STRING)\n"
type-name = Kind | "String" | "int" | "Optional<" Kind ">"
values = "\"" entry "\"" | "\"" entry "\", " values
method = "    public String " name "(" Kind " " field ") {\n" statement+ "    }\n"
name = "anrede" | "code" | "isMale" | "lesen"
statement = "        return " expression ";\n" | "        if (" condition ") {\n" statement "        }" else? "\n" | "        switch (" subject ") {\n" case+ "        }\n" | "        String anrede = " expression ";\n" | "        p.setGeschlecht(" expression ");\n" | "        log.info(\"{}\", " subject ");\n" | "        try { " statement " } catch (Exception e) { " statement " }\n" | "        return switch (" subject ") {\n" arrow+ "        };\n"
else = " else {\n" statement "        }" | " else if (" condition ") {\n" statement "        }" else?
case = "            case " ENTRY ":\n                return " expression ";\n" | "            case " ENTRY ":\n" | "            default:\n                throw new IllegalArgumentException();\n"
arrow = "            case " ENTRY " -> " expression ";\n" | "            default -> \"\";\n"
subject = "geschlecht" | "person.getGeschlecht()" | "anrede" | "geschlecht.charAt(0)" | "geschlecht.toLowerCase()"
condition = subject " == " Kind "." ENTRY | "\"" entry "\".equals(" subject ")" | subject ".equals(\"" entry "\")" | "!" condition | "(" condition ")" | condition " || " condition | condition " && " condition | "p.isMale()" | subject " == null"
expression = "\"" entry "\"" | Kind "." ENTRY | condition " ? " expression " : " expression | "\"Sehr geehrter Herr \" + p.getName()" | "Map.of(\"m\", \"Herr\", \"w\", \"Frau\").get(" subject ")" | "null" | "(" expression ")" | subject | "valueOf(" expression ")"
