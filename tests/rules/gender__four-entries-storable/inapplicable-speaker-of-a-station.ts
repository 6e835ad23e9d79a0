export interface Announcer {
  gender: 'male' | 'female';
  pitch: number;
  speakingRate: number;
}
