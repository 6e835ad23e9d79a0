export interface Wesen {
  hp: number;
  atk: number;
  gender: 'M' | 'F' | 'N';
  ability: string;
}
