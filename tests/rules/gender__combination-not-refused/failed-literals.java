class Pruefung {
    void pruefe(Person person) {
        if ("Frau".equals(person.getAnrede()) && person.getGeschlecht().equals("d")) {
            throw new IllegalArgumentException("Anrede passt nicht");
        }
    }
}
