class Aenderung {
    void aendere(Person person, Status alterStatus) {
        log.info("Status war {}", alterStatus);
        person.setGeschlecht(null);
    }
}
