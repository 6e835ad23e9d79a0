package verein;

public class Aufnahme {
    void speichere(Mitglied mitglied) {
        if (mitglied.geschlecht == null) {
            throw new IllegalArgumentException("Bitte wählen");
        }
        ablage.save(mitglied);
    }
}
