export enum EventGender {
  MALE = "male",
  FEMALE = "female",
  MIXED = "mixed",
}
