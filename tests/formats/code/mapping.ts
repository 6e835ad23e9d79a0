export function toCode(gender: Gender): string {
  switch (gender) {
    case Gender.Male:
      return 'm';
    case 'female': {
      return 'w';
    }
    default:
      return 'w';
  }
}

const ANREDE = { m: 'Herr', [Gender.Female]: 'Frau', d: '' };

export const anrede = (geschlecht: string): string => (geschlecht === 'm' ? 'Herr' : geschlecht === 'w' ? 'Frau' : '');

export function brief(person: Person) {
  let anrede = 'Sehr geehrte Frau';
  if (person.geschlecht?.charAt(0) === 'm') {
    anrede = 'Sehr geehrter Herr';
  }
  person.geschlecht = { Herr: 'm', Frau: 'w' }[person.anrede] ?? 'm';
  if (!person.geschlecht) return null;
  else if (['m', 'M'].includes(person.geschlecht)) return `Herr ${person.name}`;
  else return 'Frau';
}

const symbol = new Map([['m', '♂'], ['w', '♀']]);
render(person.gender === 'male' ? t('Herr') : t('Frau'));
