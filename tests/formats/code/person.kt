enum class Geschlecht(val code: String) { MAENNLICH("m"), WEIBLICH("w"), DIVERS("d") }
data class Person(val geschlecht: Geschlecht?, val anrede: String)
val GENDERS = listOf("m", "w")
