import { useId } from "react";
export function Hausnummer({ label, wert }) {
  const id = useId();
  return (
    <div className="feld">
      {label && <label htmlFor={id}>{label}</label>}
      <input id={id} type="text" placeholder="Hausnummer" defaultValue={wert} />
    </div>
  );
}
