import { PetGender } from './animal';

export interface Intake {
  user: string;
  ownerEmail: string;
  gender: PetGender;
}
