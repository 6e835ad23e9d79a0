class PersonForm(forms.Form):
    gender = colander.SchemaNode(colander.String(), missing=None)
    genders = GenderCache()

    def __init__(self, *args):
        self.fields['gender'].choices = [('m', _('male')), ('f', _('female'))]
