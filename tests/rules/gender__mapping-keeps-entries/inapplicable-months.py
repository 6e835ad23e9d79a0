def monate(person):
    return {"male": 780, "female": 720}[person.gender]
