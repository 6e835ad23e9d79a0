from django import forms

GENDERS = [("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("o", "ohne Angabe")]
GENDERS_ONLINE = [("m", "männlich"), ("w", "weiblich")]


class Online(forms.Form):
    vorname = forms.CharField()
    geschlecht = forms.ChoiceField(choices=GENDERS_ONLINE)


class Amt(forms.Form):
    vorname = forms.CharField()
    geschlecht = forms.ChoiceField(choices=GENDERS)
