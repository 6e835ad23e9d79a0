from odoo import fields, models

from . import codes

GESCHLECHTER = [("w", "Weiblich"), ("m", "Männlich"), ("d", "Divers")]


class Einwohner(models.Model):
    _name = "einwohner"
    geschlecht = fields.Selection(selection=GESCHLECHTER, required=True)
    gender = fields.Selection(GESCHLECHTER, required=True)
