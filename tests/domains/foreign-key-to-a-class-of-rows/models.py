from django.db import models


class Gender(models.Model):
    code = models.CharField(primary_key=True, max_length=1)
    gender = models.CharField(max_length=50, null=True)


class Mieter(models.Model):
    vorname = models.CharField(max_length=80)
    gender = models.ForeignKey(Gender, models.DO_NOTHING, null=True)
