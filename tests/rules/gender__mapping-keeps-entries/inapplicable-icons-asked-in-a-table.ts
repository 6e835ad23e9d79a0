const ICONS: Record<string, string> = { male: 'mars', female: 'venus' };

export function icon(person: Person) {
  return ICONS[person.gender];
}
