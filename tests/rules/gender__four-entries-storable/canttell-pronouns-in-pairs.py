GENDER_CHOICES = [("male", "He/Him"), ("female", "She/Her")]
