export const Sex = () => (
  <select name="gender">
    <option value="1">{t`Male`}</option>
    <option value="2">{t`Female`}</option>
  </select>
);
