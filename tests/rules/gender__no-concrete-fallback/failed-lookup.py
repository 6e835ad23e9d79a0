def import_row(person, row):
    person.geschlecht = {"männlich": "m", "weiblich": "w", "divers": "d"}.get(row["geschlecht"], "w")
