fun neuerGast(name: String, geschlecht: Geschlecht = Geschlecht.MAENNLICH): Gast =
    Gast(name = name, geschlecht = geschlecht)
