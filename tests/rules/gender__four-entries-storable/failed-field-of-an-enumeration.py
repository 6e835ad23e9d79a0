from enumfields import Enum, EnumField


class Geschlecht(Enum):
    WEIBLICH = "w"
    MAENNLICH = "m"


class Mitglied(Model):
    vorname = CharField(max_length=40)
    geschlecht = EnumField(Geschlecht, max_length=1)
