package stadt.antrag

sealed interface Geschlecht

data object Maennlich : Geschlecht

data object Weiblich : Geschlecht
