from django.db import models


class Person(models.Model):
    first_name = models.CharField(max_length=80)
    gender = models.CharField(max_length=1, choices=[("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("x", "ohne Angabe")])
