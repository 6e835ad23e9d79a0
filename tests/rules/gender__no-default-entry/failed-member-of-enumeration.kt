package de.musterstadt.bootshaus

enum class Geschlecht { WEIBLICH, MAENNLICH, DIVERS, OHNE_ANGABE }

data class Mitglied(
    val vorname: String,
    val nachname: String,
    val geschlecht: Geschlecht = Geschlecht.WEIBLICH,
)
