export function Wahl() {
  return (
    <select name="gender">
      <option value="fa-mars"><FormattedMessage id="gender.male" /></option>
      <option value="fa-venus"><FormattedMessage id="gender.female" /></option>
    </select>
  );
}
