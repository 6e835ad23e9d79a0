ALL_GENDERS = {"m": "männlich", "w": "weiblich", "d": "divers", "x": "ohne Angabe"}
GENDERS = {code: word for code, word in ALL_GENDERS.items() if code in ("m", "w")}
