def enrol(first_name, last_name, gender):
    if gender not in ("m", "w"):
        raise ValueError("Eingabe prüfen")
    store(first_name, last_name, gender)
