from enum import Enum


class Gender(Enum):
    UNDISCLOSED = "undisclosed"
    WOMAN = "female"
    MAN = "male"
    OTHER = "other"


class Customer:
    last_name: str
    gender: Gender
