package de.stadt.melde;

public enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }
