from pydantic import BaseModel, StrictStr, field_validator


class Gast(BaseModel):
    nachname: StrictStr
    geschlecht: StrictStr

    @field_validator("geschlecht")
    def geschlecht_nur_aus_der_liste(cls, wert):
        if wert not in set(["M", "F"]):
            raise ValueError("unbekannter Wert")
        return wert
