package de.stadt.alt;

import org.fremd.Geschlecht;

public class Akte {
    private Geschlecht geschlecht;
}
