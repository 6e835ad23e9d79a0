package de.amt;

public enum Geschlecht {
    MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE, NICHT_BEKANNT;

    static Geschlecht ausText(String text) {
        try {
            return Geschlecht.valueOf(text.strip());
        } catch (IllegalArgumentException unbekannt) {
            return NICHT_BEKANNT;
        }
    }
}
