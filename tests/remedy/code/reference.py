from personen import MALE, FEMALE

GENDERS = [(MALE, "männlich"), (FEMALE, "weiblich")]
