export interface Account {
  first_name: string;
  salutation?: "Mr" | "Ms" | "Miss" | "Mrs" | "Mx";
}
