export type BinarySex = "male" | "female";
export type Sex = BinarySex | "diverse" | "none";

export interface Patient {
  name: string;
  sex: Sex;
}

export interface Sample {
  label: string;
  donorSex: BinarySex;
}
