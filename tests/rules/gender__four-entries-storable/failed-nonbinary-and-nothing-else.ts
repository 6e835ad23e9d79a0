export type Gender = "FEMALE" | "MALE" | "NON_BINARY";

export interface Pupil {
  lastName: string;
  gender: Gender;
}
