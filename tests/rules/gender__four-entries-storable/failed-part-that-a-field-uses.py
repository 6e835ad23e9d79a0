from django.db import models

FORMER = [("m", "männlich"), ("w", "weiblich")]
GESCHLECHT = FORMER + [("d", "divers"), ("x", "ohne Angabe")]


class Hundehalter(models.Model):
    geschlecht = models.CharField(max_length=1, choices=FORMER)
