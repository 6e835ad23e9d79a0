fun lesen(geschlecht: String): Geschlecht? = when (geschlecht) {
    "m" -> Geschlecht.MAENNLICH
    "w" -> Geschlecht.WEIBLICH
    "d" -> Geschlecht.DIVERS
    "x" -> Geschlecht.OHNE_ANGABE
    else -> null
}
