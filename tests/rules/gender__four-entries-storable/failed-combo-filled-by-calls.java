import javax.swing.JComboBox;

class PersonenMaske {
    private final JComboBox<String> geschlecht = new JComboBox<>();

    PersonenMaske() {
        geschlecht.addItem("weiblich");
        geschlecht.addItem("männlich");
    }
}
