class Rangliste {
    String startklasse(Person person) {
        return person.getGeschlecht().equals("m") ? "Männer" : "Frauen";
    }

    String partner(String geschlecht) {
        return geschlecht.equals("m") ? "w" : "m";
    }

    String beispiel(String geschlecht) {
        return geschlecht.equals("m") ? waehle(MAENNLICH) : waehle(WEIBLICH);
    }
}
