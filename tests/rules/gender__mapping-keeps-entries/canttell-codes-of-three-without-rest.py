def beschriftung(geschlecht):
    if geschlecht == 1:
        return "männlich"
    if geschlecht == 2:
        return "weiblich"
    if geschlecht == 3:
        return "divers"
