def aufnehmen(name: str, geschlecht: str = "w") -> Gast:
    return Gast(name=name, geschlecht=geschlecht)
