export enum Sex {
  Male = 'male',
  Female = 'female',
}

export enum Sex {
  Diverse = 'diverse',
  NoEntry = 'no entry',
}

export interface Resident {
  firstName: string;
  sex: Sex;
}
