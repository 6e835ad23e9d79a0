document = "package de.stadt\n" item+
item = "data class " Thing "(" parameter more* ")\n" | enum | function | "val geschlechter = listOf(" values ")\n" | "sealed class " Kind " { object " ENTRY " : " Kind "() }\n" | "class " Thing " {\n" function "}\n"
parameter = "val " field ": " type | "@Column(length = " number ") var " field ": " type " = \"" entry "\""
more = ", " parameter
type = Kind | "String" | "String?" | "Int" | "List<" type ">"
enum = "enum class " Kind "(val code: String) { " constant more-constants* " }\n"
constant = ENTRY "(\"" entry "\")"
more-constants = ", " constant
values = "\"" entry "\"" | "\"" entry "\", " values
function = "fun anrede(geschlecht: " type "): String = " expression "\n" | "fun anrede(p: Person): String {\n" statement+ "}\n"
statement = "    return " expression "\n" | "    if (" condition ") {\n" statement "    } else {\n" statement "    }\n" | "    val anrede = " expression "\n" | "    p.geschlecht = " expression "\n"
subject = "geschlecht" | "p.geschlecht" | "geschlecht?.lowercase()" | "anrede"
condition = subject " == \"" entry "\"" | subject " == " Kind "." ENTRY | "!(" condition ")" | condition " || " condition | condition " && " condition | "p.isMale"
expression = "\"" entry "\"" | Kind "." ENTRY | "if (" condition ") " expression " else " expression | "when (" subject ") { " arm+ " else -> " expression " }" | "when { " test+ " else -> " expression " }" | "mapOf(\"m\" to \"Herr\")[" subject "]" | "\"Herr ${p.name}\"" | "null" | subject " ?: " expression
arm = Kind "." ENTRY " -> " expression "; " | "\"" entry "\", \"" entry "\" -> " expression "; "
test = condition " -> " expression "; "
