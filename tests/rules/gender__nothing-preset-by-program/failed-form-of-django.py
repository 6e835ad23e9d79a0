from django import forms


def formular(anfrage):
    return Aufnahme(initial={"nachname": "", "geschlecht": "männlich"})
