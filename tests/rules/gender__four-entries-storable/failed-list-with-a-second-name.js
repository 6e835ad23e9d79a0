export class Ausweis {
  static Genders = Genders;
}

export const Genders = { FEMALE: 'f', MALE: 'm' };
