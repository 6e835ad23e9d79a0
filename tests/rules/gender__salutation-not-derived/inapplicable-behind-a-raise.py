def anrede(person):
    raise NotImplementedError("durch die Wunschanrede ersetzt")
    return "Herr" if person.geschlecht == "m" else "Frau"
