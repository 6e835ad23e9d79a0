from django.db import models


class Contact(models.Model):
    civility = models.CharField(max_length=3, choices=[("M", "Monsieur"), ("Mme", "Madame")])
    last_name = models.CharField(max_length=100)
