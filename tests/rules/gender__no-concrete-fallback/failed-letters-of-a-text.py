def geschlecht_aus(geschlecht):
    if geschlecht in "mM":
        return "männlich"
    return "weiblich"
