from grammatik import NounGender


def artikel(eintrag) -> tuple[NounGender, bool]:
    return ("m" if eintrag.gender == "male" else "f"), eintrag.belebt
