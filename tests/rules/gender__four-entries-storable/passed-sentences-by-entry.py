from enum import Enum


class Gender(Enum):
    MALE = "m"
    FEMALE = "w"
    DIVERSE = "d"
    NO_ENTRY = "x"


eingezogen = {
    Gender.MALE: "Er ist am %(tag)s eingezogen.",
    Gender.FEMALE: "Sie ist am %(tag)s eingezogen.",
}
schwaegerschaft = {"male": "%(grad)sSchwager", "female": "%(grad)sSchwägerin"}
