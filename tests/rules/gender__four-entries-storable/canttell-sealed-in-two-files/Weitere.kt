package stadt.antrag

data object Divers : Geschlecht

data object OhneAngabe : Geschlecht

data class Antrag(val name: String, val geschlecht: Geschlecht)
