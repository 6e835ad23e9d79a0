GENDERS = [("m", "male"), ("f", "female")]
