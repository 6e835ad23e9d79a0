fun auswahl(): List<String> {
    val geschlechtWerte = mutableListOf<String>()
    geschlechtWerte.add("männlich")
    geschlechtWerte.add("weiblich")
    fillFromSettings(geschlechtWerte)
    return geschlechtWerte
}
