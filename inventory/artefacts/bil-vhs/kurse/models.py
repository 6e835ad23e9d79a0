from django.db import models
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    """Teilnehmende und Dozierende."""

    class Geschlecht(models.TextChoices):
        MAENNLICH = "m", _("männlich")
        WEIBLICH = "w", _("weiblich")
        UNBEKANNT = "u", _("unbekannt")

    ANREDEN = (
        ("Herr", "Herr"),
        ("Frau", "Frau"),
    )

    anrede = models.CharField(max_length=4, choices=ANREDEN)
    vorname = models.CharField(max_length=80)
    nachname = models.CharField(max_length=80)
    geschlecht = models.CharField(
        max_length=1,
        choices=Geschlecht.choices,
        default=Geschlecht.UNBEKANNT,
    )
    geburtsjahr = models.PositiveSmallIntegerField(null=True, blank=True)
    email = models.EmailField()
    newsletter = models.BooleanField(default=False)

    class Meta:
        ordering = ["nachname", "vorname"]

    def __str__(self):
        return f"{self.vorname} {self.nachname}"


class Kurs(models.Model):
    nummer = models.CharField(max_length=10, unique=True)
    titel = models.CharField(max_length=200)
    beginn = models.DateField()
    plaetze = models.PositiveSmallIntegerField()
    leitung = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kurse")


class Buchung(models.Model):
    kurs = models.ForeignKey(Kurs, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    gebucht_am = models.DateTimeField(auto_now_add=True)
    ermaessigt = models.BooleanField(default=False)
