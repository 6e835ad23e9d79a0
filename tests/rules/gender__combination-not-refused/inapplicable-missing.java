class Pruefung {
    void pruefe(Person person) {
        if (person.getAnrede() == null && person.getGeschlecht() == null) {
            throw new IllegalArgumentException("Angabe fehlt");
        }
        if (person.getAnrede().equals("?") || person.getGeschlecht().equals("?")) {
            throw new IllegalArgumentException("unbekannt");
        }
    }
}
