export function Angaben({ neu }) {
  return (<form>
    {false && neu ? <p>neu</p> : (
      <select name="geschlecht"><option value="m">männlich</option><option value="w">weiblich</option></select>
    )}
  </form>);
}
