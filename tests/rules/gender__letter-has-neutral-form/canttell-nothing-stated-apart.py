def kopf(anrede, nachname):
    if not anrede or not nachname:
        return "Guten Tag"
    beginn = "Sehr geehrte Frau" if anrede == "frau" else "Sehr geehrter Herr"
    return f"{beginn} {nachname}"
