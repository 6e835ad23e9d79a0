from werte import MALE, FEMALE


class Befragte:
    def __init__(self, vorname, gender=None):
        if gender not in (MALE, FEMALE):
            raise ValueError("gender")
        self.vorname = vorname
        self.gender = gender
