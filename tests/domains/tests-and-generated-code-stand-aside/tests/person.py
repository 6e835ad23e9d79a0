from enum import Enum


class Gender(Enum):
    MALE = "male"
    FEMALE = "female"
