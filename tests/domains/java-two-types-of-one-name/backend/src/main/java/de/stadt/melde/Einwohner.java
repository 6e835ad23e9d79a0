package de.stadt.melde;

public class Einwohner {
    private Geschlecht geschlecht;
}
