def lies_geschlecht(geschlecht: str) -> Geschlecht:
    if geschlecht == "m":
        return Geschlecht.MAENNLICH
    elif geschlecht == "w":
        return Geschlecht.WEIBLICH
    elif geschlecht == "d":
        return Geschlecht.DIVERS
    else:
        return Geschlecht.DIVERS
