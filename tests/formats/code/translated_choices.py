from django.db import models
from django.utils.translation import gettext_lazy as _, npgettext, pgettext_lazy

from .constants import FEMALE, MALE


class Own(models.Model):
    MALE = "M"
    FEMALE = "F"
    GENDER_CHOICES = ((MALE, _("Male")), (FEMALE, _("Female")))
    gender = models.CharField(max_length=1, choices=GENDER_CHOICES)


class Inline(models.Model):
    gender = models.CharField(max_length=1, choices=((MALE, _("Male")), (FEMALE, _("Female"))))


class Qualified(models.Model):
    sex = models.CharField(choices=[(Codes.MALE, _("Male")), (Codes.FEMALE, _("Female"))])


class WithContext(models.Model):
    gender = models.CharField(
        choices=[
            ("m", pgettext_lazy("gender choice", "Male")),
            ("f", npgettext("gender choice", "Female", "Females", 1)),
        ]
    )


# No texts for people: routes and signals.
ROUTES = ((MALE, view("Male")), (FEMALE, view("Female")))
