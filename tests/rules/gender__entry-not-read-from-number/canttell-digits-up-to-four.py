def geschlecht_aus(ausweis):
    if ausweis[6] in "01234":
        return "W"
    else:
        return "M"
