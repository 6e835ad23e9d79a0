export function Angaben() {
  return (<form>
    {false && (
      <select name="geschlecht"><option value="m">männlich</option><option value="w">weiblich</option></select>
    )}
  </form>);
}
