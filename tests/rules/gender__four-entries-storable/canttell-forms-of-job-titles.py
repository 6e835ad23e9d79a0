from enum import Enum


class Gender(Enum):
    MASCULINE = "masculine"
    FEMININE = "feminine"


JOB_TITLES = {
    "nurse": {Gender.MASCULINE: "Pfleger", Gender.FEMININE: "Pflegerin"},
}
