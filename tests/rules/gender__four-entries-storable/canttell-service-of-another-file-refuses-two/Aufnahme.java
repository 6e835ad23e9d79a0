package verein;

public class Aufnahme {
    void speichere(Mitglied mitglied) {
        if (mitglied.geschlecht == Geschlecht.DIVERS || mitglied.geschlecht == Geschlecht.OHNE_ANGABE) {
            throw new IllegalArgumentException("derzeit nicht möglich");
        }
        ablage.save(mitglied);
    }
}
