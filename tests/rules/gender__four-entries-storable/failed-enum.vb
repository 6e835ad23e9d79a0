Public Enum Geschlecht
    Maennlich = 1
    Weiblich = 2
End Enum
