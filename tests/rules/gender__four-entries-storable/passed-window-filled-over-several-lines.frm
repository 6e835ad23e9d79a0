VERSION 5.00
Begin VB.Form frmPerson
   Caption         =   "Person"
   Begin VB.ComboBox cboGeschlecht
      Style           =   2  'Dropdown-Liste
   End
End
Private Sub Form_Load()
  cboGeschlecht.List = Array("männlich", "weiblich", _
    "divers", "ohne Angabe")
End Sub
