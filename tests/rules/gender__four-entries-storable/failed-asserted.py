def store_resident(surname, gender):
    assert gender in ("m", "f")
    residents.append((surname, gender))
