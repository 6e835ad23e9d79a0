export type Anrede = 'Herr' | 'Frau';

export interface Terminanfrage {
  anrede: Anrede;
  vorname: string;
  nachname: string;
  email: string;
  telefon?: string;
  dienstleistung: string;
  wunschtermin: string;
}

const pflichtfelder: (keyof Terminanfrage)[] = ['anrede', 'vorname', 'nachname', 'email', 'dienstleistung'];

export function fehlendeFelder(anfrage: Partial<Terminanfrage>): string[] {
  return pflichtfelder.filter((feld) => !anfrage[feld]);
}

export function begruessung(anfrage: Terminanfrage): string {
  return anfrage.anrede === 'Herr'
    ? `Sehr geehrter Herr ${anfrage.nachname}`
    : `Sehr geehrte Frau ${anfrage.nachname}`;
}
