export type Gender = 'male' | 'female';

export interface PeselInfo {
  checksum: boolean;
  bornOn: Date;
  gender: Gender;
}
