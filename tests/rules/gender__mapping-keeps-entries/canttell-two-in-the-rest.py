def transfer_code(gender):
    if gender == "male":
        return "M"
    elif gender == "female":
        return "F"
    return "UN"
