class Teilnahme {
    String nachname
    String geschlecht
}
