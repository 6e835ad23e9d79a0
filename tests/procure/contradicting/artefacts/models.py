from enum import Enum


class Geschlecht(Enum):
    MAENNLICH = "m"
    WEIBLICH = "w"
    DIVERS = "d"


class Kontakt:
    geschlecht: Geschlecht
