export enum ObservationDefinition_QualifiedIntervalGenderKind {
  male = "male",
  female = "female",
  other = "other",
}
