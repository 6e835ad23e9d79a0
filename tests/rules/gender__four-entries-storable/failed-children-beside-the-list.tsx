export const Gender = ({ children }) => (
  <form>
    <label htmlFor="g">Geschlecht</label>
    <select id="g" name="geschlecht">
      <option value="m">{t("männlich")}</option>
      <option value="w">{t("weiblich")}</option>
    </select>
    {children}
  </form>
);
