export function anrede(person: Person): string {
  if (person.gesperrt) {
    return '';
  }
  return person.geschlecht === 'm' ? 'Herr' : 'Frau';
}
