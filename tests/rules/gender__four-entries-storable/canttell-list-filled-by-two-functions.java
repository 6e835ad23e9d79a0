class Anmeldung {
    private final List<String> geschlechtWerte = new ArrayList<>();

    void grundwerte() {
        geschlechtWerte.add("männlich");
        geschlechtWerte.add("weiblich");
    }

    void weitere() {
        geschlechtWerte.add("divers");
        geschlechtWerte.add("ohne Angabe");
    }
}
