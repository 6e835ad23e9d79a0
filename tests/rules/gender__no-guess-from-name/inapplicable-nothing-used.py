def geschlecht(person):
    return person.geschlecht
