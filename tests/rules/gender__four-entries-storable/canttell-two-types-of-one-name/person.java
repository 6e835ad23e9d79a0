package c;

public class Person { private String vorname; private Geschlecht geschlecht; }
