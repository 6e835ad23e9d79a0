WORDS = {"m": "männlich", "w": "weiblich"}
GESCHLECHTER = {code: word for code, word in WORDS.items() if code in ("m", "w", "d", "x")}
