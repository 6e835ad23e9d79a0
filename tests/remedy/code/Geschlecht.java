package de.beispiel;

public enum Geschlecht {
    /** männlich */
    MAENNLICH("m", "männlich"),
    /** weiblich */
    WEIBLICH("w", "weiblich");

    private final String code;
    private final String text;

    Geschlecht(String code, String text) {
        this.code = code;
        this.text = text;
    }
}
