export enum PetGender {
  Male = 'male',
  Female = 'female',
}

export interface Pet {
  breed: string;
  microchip: string;
  gender: PetGender;
}
