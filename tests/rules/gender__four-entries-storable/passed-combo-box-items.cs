public class PersonForm : Form {
    void Build() {
        this.geschlecht.Items.AddRange(new object[] { "männlich", "weiblich", "divers", "ohne Angabe" });
    }
}
