class Resident(models.Model):
    surname = models.CharField(max_length=40)
    gender = models.CharField(max_length=1, validators=[RegexValidator(r"[MF]{1}")])
