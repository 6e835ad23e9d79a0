document = "library person;\n\n" item+
item = "enum " Kind " { " ENTRY ", " ENTRY " }\n" | "enum " Kind " {\n  " ENTRY "('" label "'), " ENTRY "('" label "');\n  final String label;\n}\n" | "class " Thing " extends Model {\n" property+ "}\n" | "/// " label "\n"
property = "  final " type " " field ";\n" | "  " type "? " field " = '" entry "';\n" | "  static const gender" ENTRY " = '" entry "';\n" | "  " Thing "({required this." field "});\n" | "  String get " field " => '" entry "';\n"
type = "String" | Kind | "List<" type ">" | "late " type
