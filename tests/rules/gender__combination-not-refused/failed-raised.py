def clean(self):
    if self.anrede == "Herr" and self.geschlecht != "m":
        raise ValidationError("Anrede und Geschlecht passen nicht zusammen")
