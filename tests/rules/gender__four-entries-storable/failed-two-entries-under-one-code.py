from django.db import models


class Antragsteller(models.Model):
    nachname = models.CharField(max_length=80)
    geschlecht = models.CharField(
        max_length=1,
        choices=[("m", "männlich"), ("w", "weiblich"), ("x", "divers"), ("x", "ohne Angabe")],
    )
