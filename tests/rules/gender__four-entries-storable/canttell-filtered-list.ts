import { GENDERS } from './lists';

export class Member {
  lastName: string;

  @IsIn(GENDERS.filter((gender) => allowed(gender)))
  gender: string;
}
