VERSION 5.00
Begin VB.Form frmPerson
   Caption         =   "Person"
   ClientHeight    =   3195
   BeginProperty Font
      Name            =   "MS Sans Serif"
   EndProperty
   Begin VB.TextBox txtVorname
      DataField       =   "VORNAME"
   End
   Begin VB.Label lblGeschlecht
      Caption         =   "&Geschlecht:"
   End
   Begin VB.ComboBox cboGeschlecht
      DataField       =   "GESCHLECHT"
      Style           =   2  'Dropdown-Liste
   End
   Begin VB.Frame fraAnrede
      Caption         =   "Anrede"
      Begin VB.OptionButton optHerr
         Caption         =   "Herr"
      End
      Begin VB.OptionButton optFrau
         Caption         =   "Frau"
      End
   End
   Begin VB.ComboBox cboAmt
      Style           =   2  'Dropdown-Liste
   End
   Begin VB.CheckBox chkVerstorben
      Caption         =   "verstorben"
   End
End
Attribute VB_Name = "frmPerson"
Private Sub Form_Load()
  With cboGeschlecht
    .AddItem "männlich"
    .AddItem "weiblich"
  End With
  Do Until rs.EOF
    cboAmt.AddItem rs!Name
    rs.MoveNext
  Loop
End Sub
