export interface Person {
  firstName: string;
  gender: "female" | "male" | "inter";
}
