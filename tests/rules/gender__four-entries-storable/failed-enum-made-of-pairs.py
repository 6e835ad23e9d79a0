from enum import IntEnum

Geschlecht = IntEnum("Geschlecht", [("M", 1), ("W", 2)])
