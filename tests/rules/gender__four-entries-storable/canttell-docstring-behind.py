class Resident:
    def __init__(self):
        self.birth_date = None
        """ Date of birth. """
        self.gender = None
        """ male | female | other """
