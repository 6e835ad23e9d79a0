document = "Option Explicit\n" item+
item = "Public Enum " Kind "\n" value+ "End Enum\n" | "Public Class " Thing "\n" member+ "End Class\n" | "Type " Thing "\n  " field " As String * " number "\nEnd Type\n" | "Const GENDER_" ENTRY " = \"" entry "\"\n" | "' " label "\n"
value = "  " ENTRY " = " number " ' " label "\n" | "  " ENTRY "\n"
member = "  Public Property " field " As " type "\n" | "  Dim " field " As " type " = \"" entry "\"\n" | "  Function Anrede(g As String) As String\n" statement+ "  End Function\n"
type = "String" | Kind | "New List(Of " Kind ")" | "Integer"
statement = "    If " condition " Then " target " = \"" label "\" Else " target " = \"\"\n" | "    If " condition " Then\n" statement "    ElseIf " condition " Then\n" statement "    Else\n" statement "    End If\n" | "    Select Case " subject "\n    Case \"" entry "\", \"" entry "\" : " target " = \"" label "\"\n    Case Else\n" statement "    End Select\n" | "    " target " = IIf(" condition ", \"Herr\", \"Frau\")\n" | "    Return \"Sehr geehrter Herr \" & _\n      name\n"
target = "Anrede" | "Me." field | "rs!" field
subject = field | "UCase(" field ")" | "rs(\"" field "\")"
condition = subject " = \"" entry "\"" | "Not " condition | condition " Or " condition | "(" condition ") And " subject " <> " number
