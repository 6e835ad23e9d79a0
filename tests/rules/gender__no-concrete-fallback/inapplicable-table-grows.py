ZU_GENDER = {"m": "male", "w": "female"}
ZU_GENDER.update(lade_weitere())


def gender(geschlecht):
    return ZU_GENDER[geschlecht] if geschlecht in ZU_GENDER else melde(geschlecht)


def ist_bekannt(geschlecht):
    return ZU_GENDER.get(geschlecht, "male")
