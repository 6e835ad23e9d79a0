GESCHLECHTER = {
    "m": "männlich",
    "w": "weiblich",
    "d": "divers",
    "x": "ohne Angabe",
}
if ALTES_VERFAHREN:
    del GESCHLECHTER["d"]
