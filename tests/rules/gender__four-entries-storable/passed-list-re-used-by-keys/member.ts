import { Gender, GENDERS } from './gender';

export class Member {
  @IsIn(Object.keys(GENDERS))
  gender: Gender;
}
