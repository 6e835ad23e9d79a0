def geschlecht_zu_vorname(vorname):
    zeile = db.eine("SELECT geschlecht FROM vornamen WHERE name = %s", vorname)
    return zeile and zeile["geschlecht"]
