def random_forename(gender):
    if gender not in ("male", "female"):
        raise ValueError("nobody is called so")
    return pick(FORENAMES[gender])
