def normwert(geschlecht, alter):
    if geschlecht == "m":
        return 13.5
    return 12.0


def grundumsatz(geschlecht):
    return 5 if geschlecht == "male" else -161
