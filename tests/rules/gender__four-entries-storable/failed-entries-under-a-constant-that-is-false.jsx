const ALLE_EINTRAEGE = false;

export const Auswahl = () => (
  <label>
    Geschlecht
    <select name="geschlecht">
      <option value="m">männlich</option>
      <option value="w">weiblich</option>
      {ALLE_EINTRAEGE && (
        <>
          <option value="d">divers</option>
          <option value="x">ohne Angabe</option>
        </>
      )}
    </select>
  </label>
);
