def geschlecht(row):
    return "m" if row.geschlecht == "1" else "w" if row.geschlecht == "2" else "unbekannt"
