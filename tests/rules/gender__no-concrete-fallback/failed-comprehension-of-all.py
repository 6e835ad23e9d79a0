def rows(people):
    return [
        {"name": p.name, "gender": "F" if p.gender == "w" else "M"}
        for p in people
        if p.active
    ]
