class Mitglied:
    def speichern(self):
        if not self.geschlecht:
            self.geschlecht = "männlich"
        self.ablegen()
