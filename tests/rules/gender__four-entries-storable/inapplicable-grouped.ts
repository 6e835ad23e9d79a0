export interface Jahresbericht {
  jahr: number;
  faelleNachGeschlecht: Record<string, number>;
  averageAgeByGender: Record<string, number>;
}
