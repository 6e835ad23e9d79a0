namespace Amt.Masken
{
    partial class GastMaske
    {
        private void InitializeComponent()
        {
            this.cmbGeschlecht = new System.Windows.Forms.ComboBox();
            this.cmbGeschlecht.Items.AddRange(new object[] { "weiblich", "männlich" });
        }

        private System.Windows.Forms.ComboBox cmbGeschlecht;
    }
}
