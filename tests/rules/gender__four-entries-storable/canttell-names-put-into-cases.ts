export interface FullName {
  firstName: string;
  lastName: string;
  gender: 'male' | 'female';
}

/** Puts a name into the dative. */
export function dative(name: FullName): string {
  return name.lastName + (name.gender === 'male' ? 'u' : 'ě');
}

/** Puts a name into the genitive, the only other case that a letter needs; the declension is that of the last name. */
export function genitive(name: FullName): string {
  return name.lastName + (name.gender === 'male' ? 'a' : 'y');
}
