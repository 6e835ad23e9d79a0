def schluessel(geschlecht):
    return {'unknown': 9, 'male': 1, 'female': 2}[geschlecht]
