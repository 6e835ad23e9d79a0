import { Buchstabe } from './codes';

export interface Gast {
  nachname: string;
  geschlecht: Buchstabe;
}
