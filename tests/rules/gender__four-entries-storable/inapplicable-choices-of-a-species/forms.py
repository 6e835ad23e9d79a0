from django import forms

from .sexes import Sex


class HandOverForm(forms.Form):
    user = forms.CharField()
    sex = forms.ChoiceField(choices=Sex.choices)
