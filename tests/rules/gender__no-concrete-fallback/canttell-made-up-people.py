from faker import Faker


def beispiel(zeile):
    geschlecht = "männlich" if zeile.geschlecht == "m" else "weiblich"
    return geschlecht
