from dataclasses import dataclass
from typing import Literal


@dataclass
class Eintrag:
    stem: str
    declension: int
    gender: Literal["m", "f", "n"]
