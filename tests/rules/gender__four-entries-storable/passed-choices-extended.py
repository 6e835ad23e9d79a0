from django import forms


class HundForm(forms.Form):
    halter_geschlecht = forms.ChoiceField(choices=[("m", "männlich"), ("w", "weiblich")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["halter_geschlecht"].choices += [("d", "divers"), ("x", "ohne Angabe")]
