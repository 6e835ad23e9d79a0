package a;

public enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }
