export enum Geschlechtsangabe {
  Weiblich = "weiblich",
  Maennlich = "maennlich",
  Nichtbinaer = "nicht-binär",
  NichtOffengelegt = "prefer not to disclose",
}

export interface Kursteilnehmer {
  nachname: string;
  geschlecht: Geschlechtsangabe;
}
