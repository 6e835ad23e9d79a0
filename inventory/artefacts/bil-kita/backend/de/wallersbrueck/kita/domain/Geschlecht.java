package de.wallersbrueck.kita.domain;

/** Geschlechtseintrag eines Kindes; {@code null} heißt: nicht erhoben. */
public enum Geschlecht {

    MAENNLICH("männlich"),
    WEIBLICH("weiblich"),
    DIVERS("divers"),
    OHNE_ANGABE("ohne Angabe");

    private final String bezeichnung;

    Geschlecht(String bezeichnung) {
        this.bezeichnung = bezeichnung;
    }

    public String getBezeichnung() {
        return bezeichnung;
    }
}
