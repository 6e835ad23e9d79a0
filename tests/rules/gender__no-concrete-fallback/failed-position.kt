class Export {
    fun geschlecht(geschlecht: String): String {
        val code = if (geschlecht.lowercase(Locale.GERMANY).indexOf("weib") >= 0) "w" else "m"
        return code
    }
}
