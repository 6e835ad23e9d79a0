class ResidentSchema(Schema):
    a = fields.Str(data_key="surname")
    b = fields.Str(data_key="gender", validate=validate.OneOf(["m", "f"]))
