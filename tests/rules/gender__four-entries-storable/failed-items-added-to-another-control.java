package stadt;

import javax.swing.JComboBox;
import javax.swing.JPanel;

class Maske extends JPanel {
    private final JComboBox<String> cbGender = new JComboBox<>(new String[] {"male", "female"});
    private final JComboBox<String> cbStatus = new JComboBox<>(new String[] {"active", "closed"});

    Maske() {
        cbStatus.addItem("diverse");
        cbStatus.addItem("unknown");
        add(cbGender);
    }
}
