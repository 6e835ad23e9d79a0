def lies(nummer):
    ziffern = [int(zeichen) for zeichen in nummer]
    geschlecht_ziffer = ziffern[9]
    geschlecht = "m" if geschlecht_ziffer % 2 == 1 else "w"
    return geschlecht
