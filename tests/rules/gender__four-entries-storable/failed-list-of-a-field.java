class Anmeldung {
    private final List<String> geschlechter = new ArrayList<>();

    Anmeldung() {
        geschlechter.add("männlich");
        geschlechter.add("weiblich");
        anzeigen(geschlechter);
    }
}
