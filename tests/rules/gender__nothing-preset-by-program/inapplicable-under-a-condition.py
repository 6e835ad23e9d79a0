class Zuordnung:
    def __init__(self, kennzeichen):
        if kennzeichen == 1:
            self.geschlecht = "m"
        else:
            self.geschlecht = None
