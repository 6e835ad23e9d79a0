function zeile(p) {
  let out = '<td>Geschlecht</td><td><select name="geschlecht">' +
    '<option value="M"' + (p.g === 'M' ? ' selected' : '') + '>männlich</option>' +
    '<option value="W">weiblich</option></select></td>';
  return out;
}

const offen = (werte) => `<select name="gender">${werte.map((w) => `<option>${w}</option>`)}</select>`;
$('#x').html('<input type="radio" name="sex" value="male"> Male <input type="radio" name="sex" value="female"> Female');
