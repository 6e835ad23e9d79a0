from enum import Enum


class Geschlecht(Enum):
    MAENNLICH = "m"
    WEIBLICH = "w"
    DIVERS = "x"
    OHNE_ANGABE = "x"
