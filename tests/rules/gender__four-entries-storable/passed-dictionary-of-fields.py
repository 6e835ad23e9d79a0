from rest_framework import serializers


def antrag_felder():
    return {
        "nachname": serializers.CharField(max_length=80),
        "geschlecht": serializers.ChoiceField(
            choices=[
                ("m", "männlich"),
                ("w", "weiblich"),
                ("d", "divers"),
                ("x", "ohne Angabe"),
            ]
        ),
    }
