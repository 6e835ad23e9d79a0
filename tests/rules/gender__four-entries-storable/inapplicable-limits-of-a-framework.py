from trytond.model import ModelSQL, fields


class BloodCount(ModelSQL):
    gender = fields.Selection([(None, ""), ("m", "Male"), ("f", "Female")], "Gender")
    min_age = fields.Float("Min age")
    max_age = fields.Float("Max age")
