export interface HoseEnd {
  thread: string;
  diameter: number;
  gender: 'male' | 'female';
}
