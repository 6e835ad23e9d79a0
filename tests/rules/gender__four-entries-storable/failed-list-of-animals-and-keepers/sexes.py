SEX_CHOICES = [("M", "Male"), ("F", "Female")]
