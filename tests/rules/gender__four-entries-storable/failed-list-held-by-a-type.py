GENDERS = DisplayList((
    ("male", _("Male")),
    ("female", _("Female")),
))
