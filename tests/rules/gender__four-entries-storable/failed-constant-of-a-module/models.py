from django.db import models

from . import lists


class Member(models.Model):
    last_name = models.CharField(max_length=60)
    gender = models.CharField(max_length=1, choices=lists.GENDERS)
