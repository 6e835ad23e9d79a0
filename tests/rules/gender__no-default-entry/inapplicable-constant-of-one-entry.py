class Werte:
    GENDER_MALE: str = "male"
