from django.db import models

Geschlecht = models.TextChoices("Geschlecht", "MAENNLICH WEIBLICH DIVERS KEINE_ANGABE")
