document = "package de.stadt\n" item+
item = "case class " Thing "(" parameter more* ")\n" | enum | enumeration | function | "object " Thing " {\n  val geschlechter = Seq(" values ")\n}\n" | "sealed trait " Kind "\ncase object " ENTRY " extends " Kind "\n" | "class " Thing " {\n" function "}\n" | "import de.stadt.{" Kind ", " Thing " => " ENTRY "}\n" | columns | form
parameter = field ": " type | "var " field ": " type " = \"" entry "\""
more = ", " parameter
type = Kind | Kind ".Value" | "String" | "Option[" type "]" | "Int" | "List[" type "]"
enum = "enum " Kind "(val code: String):\n  case " constant more-constants* "\n"
enumeration = "object " Kind " extends Enumeration {\n  val " ENTRY " = Value(\"" entry "\")\n  val " ENTRY ", " ENTRY " = Value\n}\n"
constant = ENTRY " extends " Kind "(\"" entry "\")"
more-constants = "\n  case " constant
values = "\"" entry "\"" | "\"" entry "\", " values
columns = "class " Thing "(tag: Tag) extends Table[" Thing "](tag, \"" field "\") {\n  def " field " = column[" type "](\"" field "\", O.Length(" number "), O.Default(\"" entry "\"))\n}\n"
form = "object " Thing " {\n  val form = Form(mapping(\"" field "\" -> " control ")(" Thing ".apply))\n}\n"
control = "text" | "of[" type "]" | "optional(" control ")" | "nonEmptyText(maxLength = " number ")" | control ".verifying(Set(" values ").contains(_))"
function = "  def anrede(geschlecht: " type "): String = " expression "\n" | "  def anrede(p: Person): String = {\n" statement+ "  }\n"
statement = "    return " expression "\n" | "    if (" condition ") {\n" statement "    } else {\n" statement "    }\n" | "    val anrede = " expression "\n" | "    p.geschlecht = " expression "\n"
subject = "geschlecht" | "p.geschlecht" | "geschlecht.toLowerCase" | "anrede"
condition = subject " == \"" entry "\"" | subject " == " Kind "." ENTRY | "!(" condition ")" | condition " || " condition | condition " && " condition | "p.isMale"
expression = "\"" entry "\"" | Kind "." ENTRY | "if (" condition ") " expression " else " expression | subject " match { " arm+ " case _ => " expression " }" | subject ".map { " arm+ " }" | "Map(\"m\" -> \"Herr\")(" subject ")" | "s\"Herr ${p.name} $anrede\"" | "None" | subject ".getOrElse(" expression ")"
arm = " case " pattern " => " expression ";" | " case " pattern " if " condition " => " expression ";"
pattern = "\"" entry "\"" | Kind "." ENTRY | "Some(" pattern ")" | "g @ (" pattern " | " pattern ")" | "_: " Kind | "other"
