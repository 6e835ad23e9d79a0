from enum import Enum


class Gender(Enum):
    MALE = "m"
    FEMALE = "f"
