Option Explicit On

' Geschlecht laut Register
Public Enum Geschlecht
    Maennlich = 1 ' männlich
    Weiblich = 2
End Enum

Public Interface IPerson
    Property Gender As String
End Interface

<Serializable()>
Public Class Person
    Private mGeschlecht As Geschlecht = Geschlecht.Maennlich
    Public Property Anrede As String
    Private Const ANREDE_MALE = "Herr"
    Private Const ANREDE_FEMALE = "Frau"
    Public Kennung As String * 1, Rest As Long

    Public Function BriefAnrede(ByVal geschlecht As String) As String
        Dim gender As String
        Select Case UCase(geschlecht)
            Case "M", "H" : BriefAnrede = "Sehr geehrter Herr " & Name
            Case "W"
                BriefAnrede = "Sehr geehrte Frau " & Name
            Case Else
                BriefAnrede = ""
        End Select
    End Function

    Sub Setze(rs)
        If rs("geschlecht") = "m" Then anrede = "Herr" Else anrede = "Frau"
        anrede = IIf(Me.Geschlecht = "m", "Herr", "Frau")
        If Geschlecht = "m" Or _
           Geschlecht = "M" Then
            titel = "Herr"
        ElseIf Not Geschlecht <> "w" Then
            titel = "Frau"
        End If
    End Sub
End Class
