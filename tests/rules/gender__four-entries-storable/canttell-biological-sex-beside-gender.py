from django.db import models


class ClinicVisitor(models.Model):
    last_name = models.CharField(max_length=80)
    gender = models.CharField(max_length=20)
    biological_sex = models.CharField(max_length=1, choices=[("f", "Female"), ("m", "Male")])
