export interface Population {
  ageRange?: Range;
  gender?: CodeableConcept;
}

export interface Audience {
  suggestedGender?: string;
}
