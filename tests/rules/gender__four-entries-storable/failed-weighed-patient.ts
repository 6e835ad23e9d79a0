export interface PatientIntake {
  firstName: string;
  weightKg: number;
  heightCm: number;
  gender: 'male' | 'female';
}
