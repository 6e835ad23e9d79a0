export interface Person {
  efternavn: string;
  gender: 'mand' | 'kvinde';
}
