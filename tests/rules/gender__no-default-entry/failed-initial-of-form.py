class MemberForm(forms.Form):
    last_name = forms.CharField()
    gender = forms.ChoiceField(
        choices=[("m", "Male"), ("f", "Female"), ("d", "Diverse"), ("x", "No entry")],
        initial="m",
    )
