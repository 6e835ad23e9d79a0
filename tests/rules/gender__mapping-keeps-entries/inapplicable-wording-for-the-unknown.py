def satz(geschlecht):
    return {'unknown': 'Die Person zog um.', 'male': 'Er zog um.', 'female': 'Sie zog um.'}[geschlecht]
