def gender(code):
    if code == 1:
        return "male"
    return "female"
