export enum VisitorKind {
  PERSON_MALE = 'PERSON_MALE',
  PERSON_FEMALE = 'PERSON_FEMALE',
}
