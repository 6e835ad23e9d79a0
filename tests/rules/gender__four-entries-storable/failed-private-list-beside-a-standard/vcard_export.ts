export interface Mitglied {
  vorname: string;
  nachname: string;
  geschlecht: "männlich" | "weiblich";
}
