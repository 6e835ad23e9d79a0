object Abbildung {
    fun code(geschlecht: Geschlecht?): String = when (geschlecht) {
        Geschlecht.MAENNLICH -> "m"
        Geschlecht.WEIBLICH, Geschlecht.DIVERS -> "w"
        null -> ""
        else -> throw IllegalStateException()
    }

    fun anrede(person: Person): String {
        if (person.geschlecht == "m") return "Herr"
        if (person.geschlecht == "w") return "Frau"
        return "Guten Tag ${person.name}"
    }

    val anreden = mapOf("m" to "Herr", "w" to "Frau", "d" to "")

    fun kurz(p: Person) = if (!p.isMale()) "Frau" else "Herr"

    fun lesen(geschlecht: String): Geschlecht = when (geschlecht.first()) {
        'm', 'M' -> Geschlecht.MAENNLICH
        'w', 'W' -> Geschlecht.WEIBLICH
        else -> Geschlecht.WEIBLICH
    }
}
