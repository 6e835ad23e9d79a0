package de.musterstadt.hafen;

public class Liegeplatzinhaber {
    enum Geschlecht { WEIBLICH, MAENNLICH, DIVERS, OHNE_ANGABE }

    private String nachname;
    private Geschlecht geschlecht = Geschlecht.MAENNLICH;
}
