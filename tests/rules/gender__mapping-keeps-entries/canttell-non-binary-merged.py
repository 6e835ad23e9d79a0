def satzart(person):
    return {"male": "m", "female": "w", "enby": "m"}[person.gender]
