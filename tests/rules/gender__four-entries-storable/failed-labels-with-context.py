class Resident(models.Model):
    entry = models.CharField(choices=[("1", pgettext_lazy("of a person", "Male")), ("2", pgettext_lazy("of a person", "Female"))])
