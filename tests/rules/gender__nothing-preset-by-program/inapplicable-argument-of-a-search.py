def gaeste(geschlecht="w"):
    return [gast for gast in alle() if gast.geschlecht == geschlecht]
