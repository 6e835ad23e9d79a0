class Anmeldung(Form):
    nachname = StringField("Nachname", validators=[InputRequired()])
    geschlecht = RadioField(
        "Geschlecht",
        choices=[("w", "weiblich"), ("m", "männlich"), ("d", "divers")],
        validators=[InputRequired()],
    )
