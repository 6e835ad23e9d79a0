TRADITIONAL = [("m", "männlich"), ("w", "weiblich")]
GESCHLECHT_CHOICES = TRADITIONAL + [("d", "divers"), ("x", "ohne Angabe")]
