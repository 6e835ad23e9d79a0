def to_gender(person, geschlecht):
    if person.status == "divers":
        return "diverse"
    gender = "male" if geschlecht == "männlich" else "female"
    return gender
