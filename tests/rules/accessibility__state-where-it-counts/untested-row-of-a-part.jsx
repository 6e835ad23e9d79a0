export function Zeile({ hund, offen }) {
  return (
    <tr aria-expanded={offen}>
      <td>{hund.name}</td>
    </tr>
  );
}
