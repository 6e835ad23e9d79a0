def lesen(geschlecht):
    if geschlecht.lower().startswith("m"):
        return Geschlecht.MAENNLICH
    return None
