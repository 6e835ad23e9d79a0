export interface ExportSwitches {
  vorname: boolean;
  nachname: boolean;
  geschlecht: boolean;
}
