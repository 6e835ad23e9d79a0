from odoo import fields, models


class Mitglied(models.Model):
    _name = "verein.mitglied"
    geschlecht = fields.Selection([("m", "männlich"), ("w", "weiblich")])
