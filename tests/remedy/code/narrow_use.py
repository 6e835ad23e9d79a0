from django.db import models


class Geschlecht(models.TextChoices):
    MAENNLICH = "maennlich", "männlich"
    WEIBLICH = "weiblich", "weiblich"


class Person(models.Model):
    nachname = models.CharField(max_length=60)
    geschlecht = models.CharField(max_length=9, choices=Geschlecht.choices, null=True)
