from verein.werkzeug import BeschrifteteIntEnum


class Anrede(BeschrifteteIntEnum):
    herr = 1
    frau = 2
    dr = 3
