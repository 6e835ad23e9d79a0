export const Liste = ({ eintraege, weg }) => (
  <ul>
    {eintraege.map((eintrag) => (
      <li key={eintrag.id}>
        {eintrag.text}
        <button onClick={() => weg(eintrag)}><i className="papierkorb" /></button>
      </li>
    ))}
  </ul>
);
