def zeile(person):
    return person.geschlecht.translate(str.maketrans("mw", "12"))
