def validate_gender(value):
    if value not in ("m", "f"):
        raise ValueError("gender")


def check_anrede(anrede):
    if anrede not in ["Herr", "Frau"]:
        raise ValueError(anrede)


# A guard before something else says nothing of the field.
def send_letter(gender):
    if gender not in ("m", "f"):
        raise ValueError("nobody to write to")
