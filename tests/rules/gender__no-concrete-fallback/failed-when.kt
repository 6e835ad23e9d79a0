fun lesen(geschlecht: String?): Geschlecht = when (geschlecht) {
    "m" -> Geschlecht.MAENNLICH
    "w" -> Geschlecht.WEIBLICH
    else -> Geschlecht.MAENNLICH
}
