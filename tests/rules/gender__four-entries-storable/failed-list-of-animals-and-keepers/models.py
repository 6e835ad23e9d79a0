from django.db import models

from .sexes import SEX_CHOICES


class Goat(models.Model):
    breed = models.CharField(max_length=40)
    species = models.CharField(max_length=40)
    sex = models.CharField(max_length=1, choices=SEX_CHOICES)


class Farmer(models.Model):
    first_name = models.CharField(max_length=40)
    last_name = models.CharField(max_length=40)
    sex = models.CharField(max_length=1, choices=SEX_CHOICES)
