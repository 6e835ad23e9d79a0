from django import forms
from django.db import models

GENDERS = [("m", "Male"), ("f", "Female")]


class Attendee(models.Model):
    gender = models.CharField(max_length=1, choices=[("m", "Male"), ("f", "Female")])
    biological_sex = models.CharField(max_length=1, choices=[("m", "Male"), ("f", "Female")])
