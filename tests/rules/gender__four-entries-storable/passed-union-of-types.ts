type ZweiGeschlechter = "m" | "w";
type WeitereGeschlechter = "d" | "x";

export type Geschlecht = ZweiGeschlechter | WeitereGeschlechter;

export interface Hundehalter {
  name: string;
  geschlecht: Geschlecht;
}
