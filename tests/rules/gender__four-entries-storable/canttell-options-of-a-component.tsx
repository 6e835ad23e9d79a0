import { MoreEntries } from "./more";

export const Gender = () => (
  <form>
    <label htmlFor="g">Geschlecht</label>
    <select id="g" name="geschlecht">
      <option value="m">männlich</option>
      <option value="w">weiblich</option>
      <MoreEntries />
    </select>
  </form>
);
