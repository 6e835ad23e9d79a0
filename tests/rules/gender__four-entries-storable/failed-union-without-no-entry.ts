type ZweiGeschlechter = "m" | "w";

export interface Mitglied {
  name: string;
  geschlecht: ZweiGeschlechter | "d";
}
