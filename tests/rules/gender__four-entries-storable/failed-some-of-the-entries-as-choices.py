from django.db import models

GESCHLECHTER = [("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("x", "ohne Angabe")]
GESCHLECHTER_KURZ = [("m", "männlich"), ("w", "weiblich")]


class Antragsteller(models.Model):
    nachname = models.CharField(max_length=80)
    geschlecht = models.CharField(max_length=1, choices=GESCHLECHTER_KURZ)
