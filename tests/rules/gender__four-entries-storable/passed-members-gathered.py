from enum import Enum


class Eintrag(Enum):
    M = "männlich"
    W = "weiblich"
    D = "divers"
    O = "ohne Angabe"

    WAHL = ((M, "männlich"), (W, "weiblich"), (D, "divers"), (O, "ohne Angabe"))
