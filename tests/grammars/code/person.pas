document = "unit P;\ninterface\n" item+ "implementation\n" routine+ "end.\n"
item = "type\n  T" Kind " = (g" ENTRY ", g" ENTRY ");\n" | "type\n  T" Thing " = class(TObject)\n" property+ "  end;\n" | "const\n  cGender" ENTRY " = '" entry "';\n  cListe: array[0..1] of string = ('" entry "', '" label "');\n" | "{ " label " }\n"
property = "    " field ", F: " type ";\n" | "    property " field ": " type " read FA;\n" | "    function A(const " field ": " type "): string;\n"
type = "string" | "T" Kind | "string[" number "]" | "Integer"
routine = "function A(" field ": string): string;\nbegin\n" statement+ "end;\n"
statement = "  if " condition " then " target " := '" label "' else " target " := '';\n" | "  if " condition " then begin\n" statement "  end else if " condition " then\n" statement | "  case " subject " of\n    '" entry "', '" entry "': " target " := '" label "';\n  else\n" statement "  end;\n" | "  try\n" statement "  finally\n  end;\n" | "  Exit('" label "');\n"
target = "Result" | "Anrede" | "Self." field
subject = field | "UpperCase(" field ")" | "Q.FieldByName('" field "').AsString"
condition = subject " = '" entry "'" | "not (" condition ")" | condition " or " condition | subject " <> " number
