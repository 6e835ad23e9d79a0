/** Value set AdministrativeGender of HL7 FHIR. */
export type AdministrativeGender = "male" | "female" | "other" | "unknown";

export interface Patient {
  birthDate?: string;
  gender?: AdministrativeGender;
}

export interface RelatedPerson {
  birthDate?: string;
  gender?: "male" | "female" | "other" | "unknown";
}
