from sqlalchemy import Column, Enum

GENDERS_OF_ROWERS = ("m", "f")


class Rower(Base):
    last_name = Column(String)
    gender = Column(Enum(*GENDERS_OF_ROWERS))
