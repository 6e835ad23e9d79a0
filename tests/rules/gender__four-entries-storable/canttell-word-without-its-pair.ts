export interface Person {
  lastName: string;
  gender: 'nam' | 'tri';
}
