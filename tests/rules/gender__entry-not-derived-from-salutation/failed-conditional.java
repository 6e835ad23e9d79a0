class Uebernahme {
    void uebernehmen(Person person, Adresse adresse) {
        person.setGeschlecht("Frau".equals(adresse.getAnrede()) ? Geschlecht.WEIBLICH : Geschlecht.MAENNLICH);
    }
}
