def life_expectancy(born_in, gender):
    if gender not in ("M", "F"):
        raise KeyError("no such table")
    return TABLES[gender][born_in]
