from django.db import models


class Dormitory(models.Model):
    beds = models.IntegerField()
    gender = models.CharField(max_length=6, choices=[("male", "Male"), ("female", "Female")])


class RainJacket(models.Model):
    colour = models.CharField(max_length=20)
    gender = models.CharField(max_length=6, choices=[("male", "Male"), ("female", "Female")])
