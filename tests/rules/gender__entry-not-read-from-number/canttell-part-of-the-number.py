def geschlecht_aus(kartennummer):
    """Liest den Eintrag aus der Nummer einer Karte."""
    return 'weiblich' if int(kartennummer[2:4]) > 50 else 'männlich'
