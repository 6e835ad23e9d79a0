def check(person, years):
    if person.gender == "f" and years > 12:
        ask_for_pregnancy(person)
