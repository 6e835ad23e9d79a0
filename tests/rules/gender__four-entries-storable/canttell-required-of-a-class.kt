enum class Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }

data class Mitglied(val vorname: String, val geschlecht: Geschlecht) {
    init {
        require(geschlecht == Geschlecht.MAENNLICH || geschlecht == Geschlecht.WEIBLICH)
    }
}
