export function Refine({ onChange, t }) {
  return (
    <form>
      <label htmlFor="gender">{t("gender")}</label>
      <select id="gender" name="gender" onChange={onChange}>
        <option value="female">{t("female")}</option>
        <option value="male">{t("male")}</option>
      </select>
    </form>
  );
}
