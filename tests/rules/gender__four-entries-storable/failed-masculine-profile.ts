export interface Profile {
  firstName: string;
  lastName: string;
  gender: 'masculine' | 'feminine';
}
