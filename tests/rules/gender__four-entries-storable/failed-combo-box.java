class PersonDialog extends JDialog {
    private void build() {
        String[] entries = {"männlich", "weiblich"};
        JComboBox<String> geschlechtBox = new JComboBox<>(entries);
        add(geschlechtBox);
    }
}
