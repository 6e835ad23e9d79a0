package texte

enum class Gender { MASCULINE, FEMININE }

data class Bezeichnung(val text: String, val gender: Gender)
