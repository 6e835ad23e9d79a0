package de.amt;

public enum Geschlecht {
    MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE;

    static Geschlecht ausText(String text) {
        try {
            return Geschlecht.valueOf(text.strip());
        } catch (IllegalArgumentException unbekannt) {
            return MAENNLICH;
        }
    }
}
