GESCHLECHTER = {
    "m": "männlich",
    "w": "weiblich",
    "d": "divers",
    "x": "ohne Angabe",
}
del GESCHLECHTER["d"]
GESCHLECHTER.pop("x")
