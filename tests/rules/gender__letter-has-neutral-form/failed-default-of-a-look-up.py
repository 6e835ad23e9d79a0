BEGINN = {"herr": "Sehr geehrter Herr", "frau": "Sehr geehrte Frau"}


def beginn(person):
    return BEGINN.get(person.anrede, "Sehr geehrter Herr") + " " + person.nachname
