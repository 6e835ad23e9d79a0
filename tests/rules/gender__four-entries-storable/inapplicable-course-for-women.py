from django.db import models


class Schwimmkurs(models.Model):
    GESCHLECHTER = [("m", "Männer"), ("w", "Frauen")]
    titel = models.CharField(max_length=80)
    geschlecht = models.CharField(max_length=1, choices=GESCHLECHTER, blank=True)
