class Resident(models.Model):
    MALE = "M"
    FEMALE = "F"
    GENDER_CHOICES = ((MALE, _("Male")), (FEMALE, _("Female")))
    gender = models.CharField(max_length=1, choices=GENDER_CHOICES)
