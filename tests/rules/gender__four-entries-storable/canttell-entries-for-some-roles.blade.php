<form>
  <label for="nachname">Nachname</label><input id="nachname" name="nachname">
  <label for="geschlecht">Geschlecht</label>
  <select id="geschlecht" name="geschlecht">
    <option value="m">männlich</option>
    <option value="w">weiblich</option>
    @can("admin")
    <option value="d">divers</option>
    <option value="x">ohne Angabe</option>
    @endcan
  </select>
</form>
