from django.db import models

from .constants import GENDER


class Resident(models.Model):
    gender = models.CharField(max_length=1, choices=GENDER)
