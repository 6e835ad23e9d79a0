export interface LabReferenceRange {
  gender?: "male" | "female" | "other" | "unknown";
  text?: string;
}

export interface QualifiedInterval {
  category?: string;
  /** Sex of the population the range applies to. */
  gender?: "male" | "female" | "other" | "unknown";
}
