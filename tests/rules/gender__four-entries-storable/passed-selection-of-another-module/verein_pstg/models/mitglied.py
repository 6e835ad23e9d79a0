from odoo import fields, models


class Mitglied(models.Model):
    _inherit = "verein.mitglied"
    geschlecht = fields.Selection(selection_add=[("d", "divers"), ("x", "ohne Angabe")])
