partial class FormPerson
{
    private void Laden()
    {
        cbGeschlecht.Items.Add("weiblich");
        cbGeschlecht.Items.Add("männlich");
        cbGeschlecht.Items.Add("divers");
    }
}
