class Teilnehmer(BaseModel):
    vorname: str
    geschlecht: str

    @validator("geschlecht")
    def pruefe(cls, geschlecht):
        if geschlecht not in ("m", "w"):
            raise ValueError("unbekannt")
        return geschlecht
