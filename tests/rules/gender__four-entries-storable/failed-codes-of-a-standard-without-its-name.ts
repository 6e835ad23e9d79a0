export interface Kursteilnehmer {
  vorname: string;
  nachname: string;
  geschlecht: "male" | "female" | "other" | "unknown";
}
