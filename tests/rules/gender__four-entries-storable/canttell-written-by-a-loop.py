def formular(werte):
    html = '<select name="geschlecht">'
    for wert in werte:
        html += '<option>%s</option>' % wert
    return html + '</select>'
