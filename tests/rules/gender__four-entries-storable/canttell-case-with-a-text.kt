package stadt.antrag

sealed interface Geschlecht {
    data object Maennlich : Geschlecht
    data object Weiblich : Geschlecht
    data class Eigene(val bezeichnung: String) : Geschlecht
}

data class Antrag(val name: String, val geschlecht: Geschlecht)
