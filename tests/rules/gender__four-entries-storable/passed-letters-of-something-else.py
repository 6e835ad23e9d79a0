from django.db import models


class Bewohner(models.Model):
    vorname = models.CharField(max_length=80)
    gender = models.CharField(
        max_length=1,
        choices=[("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("x", "ohne Angabe")],
    )
    verwandtschaft = models.CharField(
        max_length=1,
        choices=[("m", "mütterlich"), ("f", "väterlich"), ("g", "geschwisterlich")],
    )
    familienstand = models.CharField(
        max_length=1,
        choices=[("m", "Married"), ("w", "Widowed"), ("d", "Divorced"), ("x", "Separated")],
    )
