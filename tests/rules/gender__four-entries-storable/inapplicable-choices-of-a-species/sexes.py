from django.db import models


class Sex(models.TextChoices):
    MALE = "M", "Male"
    FEMALE = "F", "Female"


class Specimen(models.Model):
    species = models.CharField(max_length=40)
    neutered = models.BooleanField(default=False)
    sex = models.CharField(max_length=1, choices=Sex.choices)
