enum class Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }

fun lies(text: String): Geschlecht =
    runCatching { Geschlecht.valueOf(text) }.getOrDefault(Geschlecht.WEIBLICH)
