export function anrede(person) {
  if (person.gesperrt) return '';
  else return person.geschlecht === 'm' ? 'Herr' : 'Frau';
}
