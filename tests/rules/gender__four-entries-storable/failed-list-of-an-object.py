class Maske:
    def baue(self):
        self.gender_options = {
            0: "Male",
            1: "Female",
        }
        for nummer, text in self.gender_options.items():
            self.auswahl.fuege_ein(nummer, text)
