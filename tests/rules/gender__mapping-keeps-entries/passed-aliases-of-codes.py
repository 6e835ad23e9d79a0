GESCHLECHTER = {"w": "f", "m": "m", "divers": "x", "d": "x", "x": "x", "ohne angabe": "-"}
