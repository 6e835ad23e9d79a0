// Datenmodell des Bewerbungsformulars
export enum Geschlecht {
  Maennlich = 'm',
  Weiblich = 'w',
  Divers = 'd',
}

export interface Bewerbung {
  stellenId: string;
  anrede?: 'Herr' | 'Frau';
  vorname: string;
  nachname: string;
  geschlecht: Geschlecht;
  geburtsdatum?: string;
  email: string;
  schwerbehinderung?: boolean;
  fruehesterEintritt?: string;
  anlagen: string[];
}
