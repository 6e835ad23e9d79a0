export function parentWord(person: Person): string {
  return person.gender === 'male' ? 'father' : person.gender === 'female' ? 'mother' : '';
}
