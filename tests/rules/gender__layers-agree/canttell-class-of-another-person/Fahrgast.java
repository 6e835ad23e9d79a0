package de.beispiel.kurs;

class Fahrgast {
    private Geschlecht geschlecht;

    enum Geschlecht {
        MAENNLICH,
        WEIBLICH,
        DIVERS,
        OHNE_ANGABE
    }
}
