export const gruenderin = { nachname: 'Beispiel', geschlecht: 'w' };

export function begruessen() {
  senden({ nachname: 'Beispiel', geschlecht: 'w' });
}
