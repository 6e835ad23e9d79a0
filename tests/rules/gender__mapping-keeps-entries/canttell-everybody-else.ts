export function zeile(person: Person) {
  const geschlechtCode = person.geschlecht === 'm' ? '1' : '0';
  return [person.name, geschlechtCode];
}
