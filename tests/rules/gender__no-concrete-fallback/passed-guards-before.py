def to_gender(geschlecht):
    if geschlecht == "divers":
        return "diverse"
    if geschlecht == "ohne Angabe":
        return "no entry"
    gender = "male" if geschlecht == "männlich" else "female"
    return gender
