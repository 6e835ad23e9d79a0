const counts: Record<string, number> = { m: 0, w: 0 };

export function count(person: Person) {
  counts[person.gender] = total(person);
}
