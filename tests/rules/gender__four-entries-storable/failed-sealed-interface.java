package org.example.register;

public sealed interface Geschlecht permits Weiblich, Maennlich, Divers {}

record Einwohner(String nachname, Geschlecht geschlecht) {}
