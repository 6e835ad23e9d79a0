export interface SearchResidentResponse {
  id: string;
  nachname: string;
  geschlecht: "m" | "w";
  geburtsdatum: string;
}
