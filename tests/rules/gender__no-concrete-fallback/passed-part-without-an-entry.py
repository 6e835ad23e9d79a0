def gender(gender):
    if "weib" in gender:
        return "female"
    if "männ" in gender:
        return "male"
    raise ValueError("not recognised")
