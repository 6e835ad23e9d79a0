export function Anmeldung() {
  const [vorname, setVorname] = useState('');
  const [geschlecht, setGeschlecht] = useState(() => 'm');
  return <input value={vorname} onChange={e => setVorname(e.target.value)} />;
}
