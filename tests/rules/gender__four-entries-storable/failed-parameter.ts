export function saveResident(surname: string, geschlecht: 'm' | 'w' | null): void {
  store(surname, geschlecht);
}
