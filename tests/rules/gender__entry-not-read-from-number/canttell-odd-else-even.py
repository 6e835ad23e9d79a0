def geschlecht_aus(ausweis):
    if ausweis[0] in "1357":
        return "M"
    elif ausweis[0] in "2468":
        return "W"
    else:
        raise ValueError(ausweis)
