class AsmensKodas:
    CENTURIES = {"3": 18, "4": 18, "5": 19, "6": 19}
    GENDERS = ["M", "F"]

    def __init__(self, code):
        self.code = code
