fun speichern(antrag: Antrag) {
    if (antrag.gender.isNullOrBlank()) antrag.gender = "F"
}
