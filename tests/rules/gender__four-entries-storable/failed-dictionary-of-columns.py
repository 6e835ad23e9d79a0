from osv import fields, osv


class vereinsmitglied(osv.osv):
    _name = "verein.mitglied"
    _columns = {
        "name": fields.char("Name", size=64, required=True),
        "geburtstag": fields.date("Geburtstag"),
        "geschlecht": fields.selection([("m", "Männlich"), ("w", "Weiblich")], "Geschlecht"),
        "beitrag": fields.float("Beitrag"),
    }
