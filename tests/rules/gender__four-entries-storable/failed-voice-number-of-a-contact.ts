export interface Contact {
  lastName: string;
  voice: string;
  fax: string;
  gender: "male" | "female";
}
