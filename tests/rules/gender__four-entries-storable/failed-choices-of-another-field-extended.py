from django import forms


class HundForm(forms.Form):
    halter_geschlecht = forms.ChoiceField(choices=[("m", "männlich"), ("w", "weiblich")])
    rasse = forms.ChoiceField(choices=[])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rasse"].choices += [("d", "Dackel"), ("x", "Mischling")]
