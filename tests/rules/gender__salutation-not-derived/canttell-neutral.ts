export const anrede = (geschlecht: string): string =>
  geschlecht === 'm' ? 'Herr' : geschlecht === 'w' ? 'Frau' : 'Guten Tag';
