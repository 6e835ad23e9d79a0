from enum import Enum


class Gender(Enum):
    MALE = "m"
    FEMALE = "f"
    DIVERSE = "d"
    NO_ENTRY = "x"


def read(written):
    try:
        return Gender(written.lower())
    except ValueError:
        return Gender.MALE
