package de.beispiel;

public enum Geschlecht {
    MAENNLICH, WEIBLICH
}
