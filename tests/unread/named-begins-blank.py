class Akte:
    def __init__(self):
        self.kennung = None
        self.geschlecht = None
        self.wohnort = None
