enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }

class Mitglied {
    String vorname;
    Geschlecht geschlecht;
}

class Maennerchor {
    void nimmAuf(Mitglied mitglied) {
        if (mitglied.geschlecht == Geschlecht.WEIBLICH) {
            throw new IllegalArgumentException("singt im Frauenchor");
        }
        liste.add(mitglied);
    }
}
