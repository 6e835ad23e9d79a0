EINTRAEGE = {"m": "männlich", "w": "weiblich"}
GESCHLECHTER = {code: word for code, word in EINTRAEGE.items() if code in ("m", "w", "d", "x")}
