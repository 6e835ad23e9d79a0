export interface Regeln {
  vorname: GenderTabelle;
  nachname: GenderTabelle;
}
