def formular(person, werte):
    """Schreibt <select name="gender"><option>m</option></select>."""
    html = '<label for="geschlecht">Geschlecht</label>'
    html += '<select name="geschlecht" id="geschlecht">'
    html += '<option value="m">m&auml;nnlich</option>' \
            '<option value="w">weiblich</option>'
    html += '</select>'
    return html


def offen(werte):
    html = '<select name="geschlecht">'
    for wert in werte:
        html += '<option value="%s">%s</option>' % wert
    html += '</select>'
    return html


SEITE = """
<fieldset><legend>Anrede</legend>
<label><input type="radio" name="anrede" value="h"> Herr</label>
<label><input type="radio" name="anrede" value="f"> Frau</label>
</fieldset>
"""
