from enum import Enum

Geschlecht = Enum("Geschlecht", "MAENNLICH WEIBLICH")
