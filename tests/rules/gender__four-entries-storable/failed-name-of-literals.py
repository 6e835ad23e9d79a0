from dataclasses import dataclass
from typing import Literal, Optional

Kennung = Literal["m", "w"]


@dataclass
class Gast:
    nachname: str
    geschlecht: Optional[Kennung] = None
