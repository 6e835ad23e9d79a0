enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }

public class Mitglied {
    private String vorname;
    private Geschlecht geschlecht;

    public void setGeschlecht(Geschlecht wert) {
        if (wert == Geschlecht.MAENNLICH || wert == Geschlecht.WEIBLICH) {
            this.geschlecht = wert;
        }
    }
}
