GESCHLECHT_CODES = {"m": "1", "w": "2", "d": "9", "x": "0"}
