class Brief {
    String anrede(Person person) {
        return person.getGeschlecht().equals("m") ? "Sehr geehrter Herr " + person.getName()
            : "Sehr geehrte Frau " + person.getName();
    }
}
