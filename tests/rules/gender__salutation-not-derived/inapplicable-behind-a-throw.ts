export function anrede(person: Person): string {
  throw new Error('abgeschafft');
  return person.geschlecht === 'm' ? 'Herr' : 'Frau';
}
