export function Singer({ keep }) {
  return (
    <section>
      <input name="firstName" />
      <select name="gender" onChange={(event) => keep("gender", event.target.value)}>
        <option value="m">male</option>
        <option value="f">female</option>
      </select>
      <button onClick={keep}>Join the choir</button>
    </section>
  );
}
