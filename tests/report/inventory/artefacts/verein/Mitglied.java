package de.beispielbach.verein;

import java.time.LocalDate;

public class Mitglied {
    public enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }

    private String nachname;
    private LocalDate geburtsdatum;
    private Geschlecht geschlecht;
    private String anrede;
}
