MALE = 1
FEMALE = 2

GENDER_TEXTS = {MALE: "male", FEMALE: "female"}
