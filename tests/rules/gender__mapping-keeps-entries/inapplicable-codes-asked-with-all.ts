const CODES: Record<string, string> = { m: 'Z1', w: 'Z2', d: 'Z3', x: 'Z4' };

export function toWire(person: Person) {
  return { name: person.name, art: CODES[person.geschlecht] };
}
