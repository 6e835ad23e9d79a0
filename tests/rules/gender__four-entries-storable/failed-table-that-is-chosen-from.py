from django import forms

GENDERS = {"m": "male", "f": "female"}


def gender_label(gender):
    return GENDERS.get(gender, "unknown")


class PersonForm(forms.Form):
    last_name = forms.CharField()
    gender = forms.ChoiceField(choices=GENDERS)
