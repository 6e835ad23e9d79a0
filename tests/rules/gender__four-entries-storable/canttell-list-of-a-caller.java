class Auswahl {
    void ergaenzen(List<String> geschlechtWerte) {
        geschlechtWerte.add("männlich");
        geschlechtWerte.add("weiblich");
    }
}
