class PersonForm(forms.Form):
    gender = colander.SchemaNode(colander.String(), missing=None)
    genders = GenderCache()

    def __init__(self, *args):
        self.fields['gender'].choices = [('m', _('male')), ('f', _('female'))]


@click.option('--gender', help="Gender of the individual.")
@click.option('--sex', type=click.Choice(['m', 'f']))
def add(gender):
    parser.add_argument('-g', '--geschlecht', choices=['m', 'w'])
