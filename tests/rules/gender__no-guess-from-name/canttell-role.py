def eltern(kind, vater, mutter):
    if not vater.geschlecht:
        vater.geschlecht = "m"
    if not mutter.geschlecht:
        mutter.geschlecht = "w"
