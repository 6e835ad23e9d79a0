def clean_gender(value):
    value = value.strip().upper()
    if value:
        value = value[0]
        if value in ("M", "F"):
            return value
    raise ValueError("unknown gender")
