def beispiele():
    for i in range(20):
        gender = "m" if i % 2 == 0 else "w"
        anlegen(gender)
