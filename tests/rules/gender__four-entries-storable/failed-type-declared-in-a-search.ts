export type Gender = "male" | "female";

export interface FoundPerson {
  lastName: string;
  gender: Gender;
}
