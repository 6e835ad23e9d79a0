def aufnehmen(vorname, nachname, geschlecht="w"):
    gast = Gast(vorname=vorname, nachname=nachname, geschlecht=geschlecht)
    gast.save()
    return gast
