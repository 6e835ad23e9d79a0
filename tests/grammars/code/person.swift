document = "import Foundation\n\n" item+
item = "enum " Kind ": String {\n" case+ "}\n" | "struct " Thing ": Codable {\n" property+ "}\n" | "extension " Thing " {\n" property "}\n" | "// " label "\n"
case = "  case " ENTRY " = \"" entry "\", " ENTRY "\n" | "  case " ENTRY "\n" | "  var kurz: String { switch self { case ." ENTRY ": return \"" entry "\" } }\n"
property = "  var " field ": " type "\n" | "  let " field ": " type " = \"" entry "\"\n" | "  static let gender" ENTRY " = \"" entry "\"\n" | "  @State private var " field ": " type " // " label "\n" | "  func f(" field ": " type ") { let a = \"\"\"\n<select name=\"" field "\">\n\"\"\" }\n"
type = "String" | Kind "?" | "[" type "]" | Kind "!" | "Int"
