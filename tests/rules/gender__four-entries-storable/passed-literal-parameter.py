from typing import Literal


def register(surname: str, geschlecht: Literal["m", "w", "d", "x"]) -> None:
    residents.append((surname, geschlecht))
