from trytond.model import ModelSQL, fields


class Volunteer(ModelSQL):
    first_name = fields.Char("First name")
    min_age = fields.Float("Min age of the group")
    max_age = fields.Float("Max age of the group")
    gender = fields.Selection([(None, ""), ("m", "Male"), ("f", "Female")], "Gender")
