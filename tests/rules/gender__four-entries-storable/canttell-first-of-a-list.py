ALLE = [("w", "weiblich"), ("m", "männlich"), ("d", "divers"), ("x", "ohne Angabe")]


class Bogen:
    nachname = "text"
    geschlecht = ALLE[:2]
