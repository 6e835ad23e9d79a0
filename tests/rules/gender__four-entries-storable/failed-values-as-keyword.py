class Rower(Model):
    last_name = CharField()
    sex = EnumField(values=["m", "w"])
