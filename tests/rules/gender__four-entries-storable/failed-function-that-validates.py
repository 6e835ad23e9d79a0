def validate_gender(value):
    if value not in ("m", "f"):
        raise ValueError("gender")
