import enum

from django.db import models


class Geschlecht(enum.Enum):
    MAENNLICH = "m"
    WEIBLICH = "w"


class Person(models.Model):
    nachname = models.CharField(max_length=60)
    geschlecht = models.CharField(max_length=1, choices=[(g.value, g.name) for g in Geschlecht])
