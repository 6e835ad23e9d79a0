package de.stadt.amt;

import de.stadt.melde.Geschlecht;

public class Person {
    private String vorname;
    private Geschlecht geschlecht;
}
