fun kopf(anrede: String): String = when (anrede) {
    "frau" -> "Sehr geehrte Frau"
    "herr" -> "Sehr geehrter Herr"
    else -> throw IllegalArgumentException(anrede)
}
