from kartei.eintraege import DIVERS, FRAU, MANN, UNGEKLAERT

# how the register of the district writes it
_GESCHLECHT_IM_AUSZUG = {
    "1": MANN,
    "2": FRAU,
    "3": DIVERS,
    "9": UNGEKLAERT,
}


def aus_zeile(zeile):
    return Einwohner(name=zeile[0], geschlecht=_GESCHLECHT_IM_AUSZUG[zeile[4]])
