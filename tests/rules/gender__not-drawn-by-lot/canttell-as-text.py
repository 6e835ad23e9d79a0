def anlegen(mitglied, rng):
    mitglied.geschlecht = str(rng.choice(["m", "w"]))
