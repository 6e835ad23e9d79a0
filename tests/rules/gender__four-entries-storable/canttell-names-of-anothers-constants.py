from .register import FEMALE, MALE

GENDER_TEXTS = {MALE: "male", FEMALE: "female"}
