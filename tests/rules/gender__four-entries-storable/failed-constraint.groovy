class Teilnahme {
    String nachname
    String geschlecht

    static constraints = {
        nachname blank: false
        geschlecht inList: ['m', 'w'], nullable: true
    }
}
