from registry.codes import FEMALE, MALE


class Resident:
    def __init__(self, surname, gender=None):
        if not gender or gender not in [MALE, FEMALE]:
            raise ValueError("gender is not known")
        self.surname = surname
        self.gender = gender
