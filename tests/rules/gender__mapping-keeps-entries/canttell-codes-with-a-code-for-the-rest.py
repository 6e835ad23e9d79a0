KENNUNGEN = {"m": "K7", "w": "K8"}


def zeile(person):
    return KENNUNGEN.get(person.geschlecht, "K0")
