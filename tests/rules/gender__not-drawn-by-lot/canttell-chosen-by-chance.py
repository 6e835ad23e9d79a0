def anlegen(mitglied, rng):
    mitglied.geschlecht = rng.choice(["m", "w"])
