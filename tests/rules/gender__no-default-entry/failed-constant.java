class Schueler {
    static final String SCHLUESSEL_A = "m";
    static final String SCHLUESSEL_B = "w";
    private String nachname;
    private String geschlecht = SCHLUESSEL_A;
}
