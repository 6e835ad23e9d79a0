from odoo import fields, models


class Gast(models.Model):
    _inherit = "verein.gast"
    geschlecht = fields.Selection(selection_add=[("d", "divers"), ("x", "ohne Angabe")])
