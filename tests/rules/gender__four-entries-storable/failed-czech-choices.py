from django.db import models


class Klient(models.Model):
    GENDER_CHOICES = [
        ("muz", "Muž"),
        ("zena", "Žena"),
    ]
    jmeno = models.CharField(max_length=80)
    gender = models.CharField(max_length=4, choices=GENDER_CHOICES)
