fun geschlechtscode(geschlecht: Geschlecht): String = when (geschlecht) {
    Geschlecht.MAENNLICH -> "m"
    Geschlecht.WEIBLICH -> "w"
    Geschlecht.DIVERS -> "w"
    Geschlecht.OHNE_ANGABE -> ""
}
