package de.stadt;

public enum Geschlecht { MAENNLICH, WEIBLICH }
