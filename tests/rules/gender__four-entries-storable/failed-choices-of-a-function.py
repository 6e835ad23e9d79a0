def sex_choices(anfrage):
    _ = anfrage.gettext
    return [(SEX_FEMALE, _("Female")), (SEX_MALE, _("Male"))]
