export const Gender = ({ children }) => (
  <form>
    <label htmlFor="g">Geschlecht</label>
    <select id="g" name="geschlecht">
      <option value="m">männlich</option>
      <option value="w">weiblich</option>
      {children}
    </select>
  </form>
);
