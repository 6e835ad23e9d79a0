def fuerwort(person):
    return {"m": "he", "f": "she"}.get(person.gender, "they")
