export interface Kundin {
  vorname: string;
  /** Geschlecht der Person (1 = männlich, 2 = weiblich). */
  geschlecht?: number;
}
