GESCHLECHT = {"Jonte": "männlich", "Levke": "weiblich", "Wiebke": "weiblich"}
