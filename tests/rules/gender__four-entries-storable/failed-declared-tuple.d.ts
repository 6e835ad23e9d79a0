export declare const GENDERS: readonly ["female", "male"];
export type Gender = (typeof GENDERS)[number];
export interface Beekeeper {
  lastName: string;
  gender: Gender;
}
