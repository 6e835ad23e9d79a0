def greet(gender):
    if gender == "m":
        return "Monsieur"
    return "Madame"
