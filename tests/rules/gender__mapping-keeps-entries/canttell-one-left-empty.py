GENDER_TO_PARTNER = {"W": "F", "M": "M", "D": "D", "X": None}


def to_partner(gender):
    return {"w": "F", "m": "M", "d": "D", "x": None}[gender]
