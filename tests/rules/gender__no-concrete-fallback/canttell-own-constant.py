class Swimmer:
    GENDER_FEMALE = "w"

    def lane(self):
        return "plan/rot.pdf" if self.gender == self.GENDER_FEMALE else "plan/blau.pdf"
