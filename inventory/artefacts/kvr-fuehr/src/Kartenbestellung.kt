package example.verkehrsdaten.karten

import java.time.LocalDate

enum class Geschlecht(val code: String) {
    MAENNLICH("M"),
    WEIBLICH("W"),
    DIVERS("D");

    companion object {
        fun von(code: String): Geschlecht = entries.first { it.code == code }
    }
}

data class Inhaber(
    val familienname: String,
    val vornamen: String,
    val geburtsdatum: LocalDate,
    val geburtsort: String,
    val geschlecht: Geschlecht,
)

data class Kartenbestellung(
    val antragsnummer: String,
    val inhaber: Inhaber,
    val klassen: List<String>,
    val express: Boolean = false,
)
