package de.beispiel;

public class Person {
    private Geschlecht geschlecht;
}
