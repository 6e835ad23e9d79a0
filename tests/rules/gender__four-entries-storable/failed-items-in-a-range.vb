Public Class Erfassung
    Private Sub Erfassung_Load(sender As Object, e As EventArgs)
        cmbGender.Items.AddRange(New Object() {"Male", "Female"})
        cmbOrt.Items.AddRange(New Object() {"Wallersbrück", "Neudorf"})
    End Sub
End Class
