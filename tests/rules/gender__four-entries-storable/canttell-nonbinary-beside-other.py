from django.db import models


class Resident(models.Model):
    last_name = models.CharField(max_length=80)
    gender = models.CharField(
        max_length=8,
        choices=[
            ("f", "Female"),
            ("m", "Male"),
            ("nb", "Non-binary"),
            ("other", "Other"),
            ("nd", "Non disclosed"),
            ("u", "Unknown"),
        ],
    )
