from django.db import models


class Kursteilnahme(models.Model):
    GESCHLECHT_MAENNLICH = "10"
    GESCHLECHT_WEIBLICH = "20"
    GESCHLECHT_DIVERS = "30"
    GESCHLECHT_OHNE_ANGABE = "40"
    GESCHLECHTER = (
        (GESCHLECHT_MAENNLICH, "männlich"),
        (GESCHLECHT_WEIBLICH, "weiblich"),
        (GESCHLECHT_DIVERS, "divers"),
        (GESCHLECHT_OHNE_ANGABE, "ohne Angabe"),
    )
    nachname = models.CharField(max_length=80)
    geschlecht = models.CharField(max_length=2, choices=GESCHLECHTER, default=GESCHLECHT_MAENNLICH)
