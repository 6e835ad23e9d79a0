class Serienbrief:
    def errate_geschlecht(self, vorname):
        return self.tabelle.get(vorname.lower())
