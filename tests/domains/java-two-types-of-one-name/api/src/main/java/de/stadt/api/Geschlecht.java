package de.stadt.api;

public enum Geschlecht { MAENNLICH, WEIBLICH }
