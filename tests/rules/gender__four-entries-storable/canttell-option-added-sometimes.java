import javax.swing.JComboBox;

class Maske {
    private final JComboBox<String> geschlecht = new JComboBox<>();

    Maske(boolean alle) {
        geschlecht.addItem("weiblich");
        geschlecht.addItem("männlich");
        if (alle) {
            geschlecht.addItem("divers");
            geschlecht.addItem("ohne Angabe");
        }
    }
}
