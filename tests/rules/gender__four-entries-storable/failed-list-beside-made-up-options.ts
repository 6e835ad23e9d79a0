export enum Gender { Male = 'male', Female = 'female' }

export interface Member {
  firstName: string;
  lastName: string;
  gender: Gender;
}

export interface MockMemberOptions {
  gender?: 'male' | 'female';
}
