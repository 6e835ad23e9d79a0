def beschriftung(person):
    return {
        "male": "männlich",
        "female": "weiblich",
        "non_binary": "divers",
        "not_stated": "ohne Angabe",
    }[person.gender]
