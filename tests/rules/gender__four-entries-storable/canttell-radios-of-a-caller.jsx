export function Wahl({children}) {
  return (<fieldset><legend>Geschlecht</legend>
<label><input type="radio" name="geschlecht" value="m" /> männlich</label>
<label><input type="radio" name="geschlecht" value="w" /> weiblich</label>
{children}
</fieldset>);
}
