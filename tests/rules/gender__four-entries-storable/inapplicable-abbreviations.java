public enum Abkuerzungen {
    MAENNL("männlich"), WEIBL("weiblich"), PL("Plural"), ABB("Abbildung");
    private final String langform;
    Abkuerzungen(String langform) { this.langform = langform; }
}
