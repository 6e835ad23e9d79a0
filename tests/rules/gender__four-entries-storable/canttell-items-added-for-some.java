package stadt;

import javax.swing.JComboBox;
import javax.swing.JPanel;

class Maske extends JPanel {
    private final JComboBox<String> cbGeschlecht = new JComboBox<>(new String[] {"männlich", "weiblich"});

    Maske(boolean alle) {
        if (alle) {
            cbGeschlecht.addItem("divers");
            cbGeschlecht.addItem("ohne Angabe");
        }
        add(cbGeschlecht);
    }
}
