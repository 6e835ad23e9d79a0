export enum Geschlecht { maennlich = "m", weiblich = "w", divers = "d", ohneAngabe = "x" }
export interface Person { vorname: string; nachname: string; geschlecht: Geschlecht }
export function zeile(person: Person) {
  const geschlechtKurz = person.geschlecht.slice(0, 1);
  return person.nachname + geschlechtKurz;
}
