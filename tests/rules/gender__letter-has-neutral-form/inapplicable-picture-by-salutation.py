def bild(kontakt):
    return "kopf-frau.png" if kontakt.anrede == "Frau" else "kopf-herr.png"
