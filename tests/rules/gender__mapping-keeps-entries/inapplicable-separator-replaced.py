def beschriftung(person):
    return person.gender.replace("_", " ").replace("-", " ")
