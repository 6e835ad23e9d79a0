export const GENDERS = ['m', 'f', 'd', 'x'] as const;
export const TITLED_GENDERS = ['m', 'f'] as const;

export const hasTitle = (person: Person) => TITLED_GENDERS.includes(person.code);
