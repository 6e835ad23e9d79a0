export interface PersonGeneratorOptions {
  seed?: number;
  gender?: 'male' | 'female';
}
