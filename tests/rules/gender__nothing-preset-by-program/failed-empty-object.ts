interface Mitglied { vorname: string; nachname: string; geschlecht: string }

export function leeresMitglied(): Mitglied {
  return { vorname: '', nachname: '', geschlecht: 'm' };
}
