class Teilnehmer(BaseModel):
    vorname: str
    geschlecht: str

    @validator("geschlecht")
    def pruefe(cls, geschlecht):
        if geschlecht in ("unbekannt", "alt"):
            raise ValueError("nicht mehr erlaubt")
        return geschlecht
