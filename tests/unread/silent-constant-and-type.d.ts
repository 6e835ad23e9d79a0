export declare const Geschlecht: {
  readonly WEIBLICH: "w";
  readonly MAENNLICH: "m";
  readonly DIVERS: "d";
  readonly OHNE_ANGABE: "x";
};
/** Alle Einträge. */
export type Geschlecht = (typeof Geschlecht)[keyof typeof Geschlecht];
export interface Jagdpaechter {
  nachname: string;
  geschlecht: Geschlecht;
}
