from django import forms


class AnmeldungForm(forms.Form):
    vorname = forms.CharField()
    geschlecht = forms.ChoiceField(
        choices=[("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("x", "ohne Angabe")]
    )

    def clean_geschlecht(self):
        gewaehlt = self.cleaned_data["geschlecht"]
        if gewaehlt in ("d", "x"):
            raise forms.ValidationError("derzeit nicht möglich")
        return gewaehlt
