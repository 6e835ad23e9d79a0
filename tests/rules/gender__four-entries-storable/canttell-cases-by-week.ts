export interface Meldewoche {
  woche: number;
  landkreis: string;
  geschlecht: 'm' | 'w';
  faelle: number;
}
