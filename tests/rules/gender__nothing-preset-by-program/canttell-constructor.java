class Versicherte {
    private String nachname;
    private String geschlecht;

    Versicherte(String nachname) {
        this.nachname = nachname;
        this.geschlecht = "weiblich";
    }
}
