export enum Geschlecht {
  Maennlich = 'm',
  Weiblich = 'w',
  Divers = 'd',
  OhneAngabe = 'd',
}
