from django.db import models


class Belegung(models.Model):
    geschlecht = models.CharField(max_length=1, choices=[("m", "Männlich"), ("w", "Weiblich")])

    def save(self, *args, **kwargs):
        self.geschlecht = self.gast.geschlecht
        super().save(*args, **kwargs)
