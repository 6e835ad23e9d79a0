sealed class Ergebnis {
    data class Gefunden(val nachname: String) : Ergebnis()
    object Fehler : Ergebnis()
}
