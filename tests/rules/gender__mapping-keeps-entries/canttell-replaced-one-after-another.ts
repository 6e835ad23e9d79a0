export const code = (person: Person) => person.geschlecht.replace('m', '1').replace(/^w$/, '2');
