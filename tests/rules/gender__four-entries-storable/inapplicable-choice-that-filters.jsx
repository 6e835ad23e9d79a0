export function Choir({ narrow, applyFilter }) {
  return (
    <header>
      <select name="gender" onChange={(event) => applyFilter("gender", event.target.value)}>
        <option value="m">male</option>
        <option value="f">female</option>
      </select>
      <button onClick={narrow}>Only altos</button>
    </header>
  );
}
