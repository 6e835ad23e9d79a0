def uebernehmen(alt, neu):
    df["geschlecht"] = df["geschlecht"].replace({"d": "w", "x": "m"})
