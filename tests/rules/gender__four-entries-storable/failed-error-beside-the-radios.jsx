export function Wahl({fehler}) {
  return (<fieldset><legend>Geschlecht</legend>
<label><input type="radio" name="geschlecht" value="m" /> männlich</label>
<label><input type="radio" name="geschlecht" value="w" /> weiblich</label>
<ErrorMessage name="geschlecht" />
{fehler}
</fieldset>);
}
