export interface Applicant {
  familyName: string;
  /** Gender in the register (M: male, F: female, X: diverse, N: no entry). */
  gender: "M" | "F" | "X" | "N";
}
