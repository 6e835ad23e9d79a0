def aufnehmen(vorname, nachname, geschlecht=None):
    return Gast(vorname=vorname, nachname=nachname, geschlecht=geschlecht)
