def zeile(mensch):
    satz = {}
    satz["gender"] = {"m": 1, "w": 2}.get(mensch.geschlecht, 1)
    return satz
