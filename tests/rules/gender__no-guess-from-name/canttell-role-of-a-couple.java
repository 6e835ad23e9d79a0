class Heirat {
    void ergaenze(Person ehefrau, Person ehemann) {
        ehefrau.setGeschlecht(Geschlecht.WEIBLICH);
        ehemann.setGeschlecht(Geschlecht.MAENNLICH);
    }
}
