package b;

public enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE, UNBEKANNT }
