package de.stadt.unklar;

public class Fall {
    private Geschlecht geschlecht;
}
