VERSION 5.00
Begin VB.Form frmPerson
   Caption         =   "Person"
   Begin VB.ComboBox cboGeschlecht
      Style           =   2  'Dropdown-Liste
   End
End
Private Sub Form_Load()
  cboGeschlecht.AddItem "männlich"
  cboGeschlecht.AddItem "weiblich"
  If neuesVerfahren Then ' ab 2019
    cboGeschlecht.AddItem "divers"
    cboGeschlecht.AddItem "ohne Angabe"
  End If
End Sub
