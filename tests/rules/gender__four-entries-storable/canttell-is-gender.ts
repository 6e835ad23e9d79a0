export interface Spalte {
  isGender: boolean;
  breite: number;
}
