document = "#ifndef A\n#define A\n" item+ "#endif\n"
item = "#define GENDER_" ENTRY " '" entry "'\n" | "typedef enum { " ENTRY ", " ENTRY " = " number " } " field "_t;\n" | "enum class " Kind " : char { " ENTRY " /* " label " */, " ENTRY " };\n" | "struct " Thing " {\n" property+ "};\n" | "namespace a {\n" item "}\n" | "class X " Thing " : public Y {\npublic:\n" property+ "};\n" | "// " label "\n" | "#define A \\\n  (" number ")\n"
property = "  char " field "[" number "];\n" | "  " type " " field ";\n" | "  " type " *" field ", b;\n" | "  unsigned " field " : " number "; /* " label " */\n" | "  int f(" type " " field ") { return '" entry "'; }\n"
type = "std::string" | Kind | "const char" | "enum " Kind | "std::map<int, " Kind ">"
