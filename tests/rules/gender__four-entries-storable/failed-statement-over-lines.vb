Module Anlage
    Sub Anlegen(cmd As OleDbCommand)
        ' the former program knew no list
        cmd.CommandText = "CREATE TABLE [Mitarbeiter] (" & _
            "[Nachname] VARCHAR(50), " & vbCrLf & _
            "[Geschlecht] CHAR(1) CHECK ([Geschlecht] IN ('m','w')))"
    End Sub
End Module
