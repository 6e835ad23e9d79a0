CODES = {
    "männlich": "1",
    "weiblich": "2",
}


class Meldung:
    def __init__(self, ziel):
        self.ziel = ziel

    def zeile(self, mensch):
        return [mensch.nachname, mensch.vorname, self.geschlecht(mensch)]

    def geschlecht(self, mensch):
        return CODES.get(mensch.geschlecht, "1")
