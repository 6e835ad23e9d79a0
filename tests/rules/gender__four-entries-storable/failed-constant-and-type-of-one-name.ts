export const Geschlecht = {
  WEIBLICH: 'w',
  MAENNLICH: 'm',
} as const;
export type Geschlecht = (typeof Geschlecht)[keyof typeof Geschlecht];

export interface Imkerin {
  vorname: string;
  nachname: string;
  geschlecht?: Geschlecht;
}
