export interface Insured {
  firstName: string;
  lastName: string;
  pesel: string;
  gender: 'male' | 'female';
}
