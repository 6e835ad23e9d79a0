class Beispiel {
    Person beispiel() {
        Person person = new Person();
        person.setGeschlecht(Geschlecht.WEIBLICH);
        return person;
    }
}
