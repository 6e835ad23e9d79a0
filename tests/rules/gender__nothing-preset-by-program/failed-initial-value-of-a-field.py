from django import forms


class AntragForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["geschlecht"].initial = "m"
