def to_gender(resident):
    code = resident.gender.code
    if code == Settings.male_gender_code():
        return Gender.MALE
    elif code == Settings.female_gender_code():
        return Gender.FEMALE
    return Gender.UNKNOWN
