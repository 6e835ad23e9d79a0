fun anrede(geschlecht: Geschlecht): String = when (geschlecht) {
    Geschlecht.MAENNLICH -> "Herr"
    Geschlecht.WEIBLICH -> "Frau"
    Geschlecht.DIVERS -> "Frau"
    Geschlecht.OHNE_ANGABE -> "Guten Tag"
}
