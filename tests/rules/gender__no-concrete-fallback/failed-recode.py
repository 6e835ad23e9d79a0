for person in personen:
    if person.geschlecht not in ("m", "w"):
        person.geschlecht = "w"
