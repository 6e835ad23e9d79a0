class Party(ModelSQL):
    lastname = fields.Char('Name')
    gender = fields.Function(fields.Selection([('m', 'Male'), ('f', 'Female')], 'Gender'), 'get_gender')
