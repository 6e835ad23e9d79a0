def grundumsatz(patient):
    if patient.geschlecht == "m":
        return 66.5 + 13.7 * patient.gewicht
    return 655 + 9.6 * patient.gewicht
