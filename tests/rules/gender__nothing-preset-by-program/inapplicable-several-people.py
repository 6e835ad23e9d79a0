DEFAULT_PEOPLE = [
    {"nachname": "Eins", "geschlecht": "w"},
    {"nachname": "Zwei", "geschlecht": "m"},
]
