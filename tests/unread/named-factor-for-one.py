class Swimmer:
    def buoyancy(self):
        return self.volume * 3 + (7 if self.gender == self.GENDER_FEMALE else -4)
