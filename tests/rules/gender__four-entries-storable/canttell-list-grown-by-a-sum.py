GESCHLECHT_WERTE = [("m", "männlich"), ("w", "weiblich")]
GESCHLECHT_WERTE += weitere_aus_einstellungen()
