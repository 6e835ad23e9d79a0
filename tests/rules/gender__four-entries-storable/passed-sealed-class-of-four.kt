sealed interface Geschlecht
data object Weiblich : Geschlecht
data object Maennlich : Geschlecht
data object Divers : Geschlecht
data object OhneAngabe : Geschlecht
