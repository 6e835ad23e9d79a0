package de.amt

/** Ein Mensch im Register. */
class Person {
    String nachname
    String geschlecht
    private String anrede
    Geschlecht eintrag = Geschlecht.WEIBLICH

    static constraints = {
        nachname blank: false
        geschlecht inList: ['m', 'w', 'd'], nullable: true
    }

    def gruss() {
        geschlecht == 'm' ? "Sehr geehrter Herr ${nachname}" : "Sehr geehrte Frau ${nachname}"
    }
}

enum Geschlecht { MAENNLICH, WEIBLICH }
