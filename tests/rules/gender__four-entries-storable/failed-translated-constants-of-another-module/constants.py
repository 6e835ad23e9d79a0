from django.utils.translation import gettext_lazy as _

MALE = "m"
FEMALE = "f"
GENDER = ((MALE, _("Male")), (FEMALE, _("Female")))
