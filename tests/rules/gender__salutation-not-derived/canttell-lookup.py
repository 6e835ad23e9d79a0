ANREDE_NACH_GESCHLECHT = {"männlich": "Herr", "weiblich": "Frau"}
