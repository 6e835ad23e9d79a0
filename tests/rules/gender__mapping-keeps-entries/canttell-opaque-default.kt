class Lieferung {
    fun kennung(person: Person): String = when (person.geschlecht) {
        "m" -> "K7"
        "w" -> "K8"
        else -> Kennungen.UNBEKANNTE_KENNUNG
    }
}
