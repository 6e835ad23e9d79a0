def einlesen(geschlecht):
    geschlecht = geschlecht[0]
    if geschlecht == "m":
        return "männlich"
    elif geschlecht == "w":
        return "weiblich"
    return None
