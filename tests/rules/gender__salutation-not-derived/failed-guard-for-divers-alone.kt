package kurse

fun anrede(geschlecht: String): String {
    if (geschlecht == "divers") return "Guten Tag"
    return if (geschlecht == "weiblich") "Sehr geehrte Frau" else "Sehr geehrter Herr"
}
