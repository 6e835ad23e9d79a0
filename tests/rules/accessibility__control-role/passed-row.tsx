export const Zeile = ({ w, on }: any) => (
  <table><tbody>
    <tr tabIndex={0} onClick={on}><td>{w}</td></tr>
  </tbody></table>
);
