def to_partner(gender):
    return {"w": "F", "m": "M", "d": "D", "x": "X", "": None}[gender]
