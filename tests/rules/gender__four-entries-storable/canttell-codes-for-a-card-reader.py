CARD_GENDER_MAPPING = {
    "M": "m",
    "W": "f",
    "U": None,
}
