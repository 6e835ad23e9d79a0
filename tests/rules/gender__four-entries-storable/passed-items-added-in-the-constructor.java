package stadt;

import javax.swing.JComboBox;
import javax.swing.JPanel;

class Maske extends JPanel {
    private final JComboBox<String> cbGeschlecht = new JComboBox<>(new String[] {"männlich", "weiblich"});

    Maske() {
        cbGeschlecht.addItem("divers");
        cbGeschlecht.addItem("ohne Angabe");
        add(cbGeschlecht);
    }
}
