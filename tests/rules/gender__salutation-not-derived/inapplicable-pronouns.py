def pronomen(geschlecht):
    return "er" if geschlecht == "m" else "sie"
