class Vorlage:
    def data(self):
        return {"nachname": "", "geschlecht": "m"}
