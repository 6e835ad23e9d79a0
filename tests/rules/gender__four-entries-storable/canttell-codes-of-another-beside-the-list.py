from django.db import models

GENDERS = [("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("o", "ohne Angabe")]
SEX_CHOICES_VCARD = {"m": "M", "w": "F"}


class Person(models.Model):
    nachname = models.CharField(max_length=40)
    geschlecht = models.CharField(max_length=1, choices=GENDERS)
