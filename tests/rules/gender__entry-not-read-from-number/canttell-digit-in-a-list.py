def get_gender(kennzahl):
    if kennzahl[8] in "02468":
        return "F"
    else:
        return "M"
