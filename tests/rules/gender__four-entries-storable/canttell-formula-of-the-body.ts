export interface KidneyInput {
  serumCreatinine: number;
  weightKg: number;
  gender: 'male' | 'female';
}
