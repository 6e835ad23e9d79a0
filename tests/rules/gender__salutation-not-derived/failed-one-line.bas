Function Brief(geschlecht As String) As String
    If geschlecht = "m" Then Brief = "Sehr geehrter Herr" Else Brief = "Sehr geehrte Frau"
End Function
