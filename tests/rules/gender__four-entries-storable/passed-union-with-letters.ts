export type BinaryGender = "male" | "female";

export interface Applicant {
  name: string;
  gender: BinaryGender | "diverse" | "none" | null;
}
