def clean_sex(value):
    if value:
        if value in ("male", "female", "diverse", "no entry"):
            return value
    raise ValueError("unknown sex")
