package de.beispiel;

public class Anzeige {
    String zeile(Person person) {
        return person.getGeschlecht() + person.geschlecht;
    }
}
