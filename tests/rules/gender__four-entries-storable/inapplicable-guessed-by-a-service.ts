export interface FaceBelief {
  gender: 'male' | 'female';
  probability: number;
  boundingBox: number[];
}
