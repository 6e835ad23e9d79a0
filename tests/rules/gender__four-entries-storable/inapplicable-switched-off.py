if False:
    GENDERS = (("m", "männlich"), ("w", "weiblich"))

VERSION = 2
