package verein;

public enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }
