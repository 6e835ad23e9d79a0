FALSE_ALARM = True
if FALSE_ALARM:
    GENDERS = (("m", "männlich"), ("w", "weiblich"))
