from django.db import models


class Contact(models.Model):
    civility = models.CharField(max_length=8, choices=[("Herr", "Herr"), ("Frau", "Frau")])
    last_name = models.CharField(max_length=100)
