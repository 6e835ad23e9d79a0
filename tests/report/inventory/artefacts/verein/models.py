from django.db import models


class Mitglied(models.Model):
    GESCHLECHT = [("m", "männlich"), ("w", "weiblich")]
    nachname = models.CharField(max_length=80)
    geburtsdatum = models.DateField()
    geschlecht = models.CharField(max_length=1, choices=GESCHLECHT)


class Trainer(models.Model):
    nachname = models.CharField(max_length=80)
    geburtsdatum = models.DateField()
    geschlecht = models.CharField(max_length=10)
