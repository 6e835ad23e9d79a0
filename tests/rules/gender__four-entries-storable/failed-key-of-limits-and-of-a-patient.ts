export type Sex = 'male' | 'female';

export interface Patient {
  firstName: string;
  lastName: string;
  sex: Sex;
}

const FERRITIN: Record<Sex, [number, number]> = { male: [30, 400], female: [15, 150] };

export function inRange(patient: Patient, value: number): boolean {
  const [low, high] = FERRITIN[patient.sex];
  return value >= low && value <= high;
}
