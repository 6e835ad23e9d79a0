from enum import Enum


class Sex(Enum):
    MALE = "male"
    FEMALE = "female"


HAEMOGLOBIN: dict[Sex, tuple[float, float]] = {Sex.MALE: (13.5, 17.5), Sex.FEMALE: (12.0, 16.0)}


def limits(sex=None):
    return HAEMOGLOBIN[sex] if sex else (12.0, 17.5)
