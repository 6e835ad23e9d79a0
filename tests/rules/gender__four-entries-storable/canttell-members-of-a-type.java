package de.bogen;

import java.util.EnumSet;
import java.util.Set;

public class Auswahl {
    public enum Geschlecht { WEIBLICH, MAENNLICH, DIVERS, OHNE_ANGABE }

    public static final Set<Geschlecht> ZUGELASSEN = EnumSet.of(Geschlecht.WEIBLICH, Geschlecht.MAENNLICH);
}
