class Card:
    def gender_text(self):
        if self.gender == 1:
            return "männlich"
        elif self.gender == 2:
            return "weiblich"
        return ""
