package de.stadt;

public class Person {
    private String vorname;
    private Geschlecht geschlecht;
}
