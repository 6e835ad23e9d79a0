from dataclasses import dataclass


@dataclass
class Mitarbeiterin:
    vorname: str
    geschlecht: str  # männlich | weiblich
    abteilung: str
