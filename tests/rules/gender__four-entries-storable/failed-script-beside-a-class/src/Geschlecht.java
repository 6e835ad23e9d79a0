package hafen;

public enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }
