export interface WordInfo {
  gender: "M" | "F" | "N";
  plural: string;
}
export interface Author {
  firstName: string;
  lastName: string;
  gender: "M" | "F";
}
