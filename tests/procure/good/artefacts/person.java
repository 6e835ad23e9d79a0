package de.beispiel.akte;

import java.util.Optional;

/** Person einer Akte. Leer bleibt das Geschlecht nur, solange es nicht erhoben ist. */
public class Person {

    /** Geschlechtseintrag nach § 22 Abs. 3 PStG. */
    public enum Geschlecht {
        MAENNLICH("m", "männlich"),
        WEIBLICH("w", "weiblich"),
        DIVERS("d", "divers"),
        OHNE_ANGABE("x", "ohne Angabe");

        private final String code;
        private final String bezeichnung;

        Geschlecht(String code, String bezeichnung) {
            this.code = code;
            this.bezeichnung = bezeichnung;
        }
    }

    private String vorname;
    private String nachname;
    private Geschlecht geschlecht;

    public Optional<Geschlecht> getGeschlecht() {
        return Optional.ofNullable(geschlecht);
    }
}
