GESCHLECHT = {"Herr": "männlich", "Frau": "weiblich"}
