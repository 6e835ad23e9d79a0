package stadt.antrag

sealed class Geschlecht(val schluessel: String) {
    data object Maennlich : Geschlecht("m")
    data object Weiblich : Geschlecht("w")
}

data class Antrag(val name: String, val geschlecht: Geschlecht)
