from enum import Enum


class Geschlecht(Enum):
    M = "M"
    F = "F"
    UNBESTIMMT = "<"


class Ausweiszeile:
    familienname: str
    geburtsdatum: str
    geschlecht: Geschlecht
