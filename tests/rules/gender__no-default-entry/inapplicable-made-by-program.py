from dataclasses import dataclass, field
from enum import Enum


class Geschlecht(Enum):
    WEIBLICH = "w"
    MAENNLICH = "m"
    DIVERS = "d"
    OHNE_ANGABE = "x"


@dataclass
class Chorprobe:
    nachname: str
    geschlecht: Geschlecht = field(default_factory=aus_dem_antrag)
    stimme: str = "Alt"
