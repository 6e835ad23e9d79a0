export interface Person {
  nachname: string;
  geschlecht: 'männlich' | 'weiblich' | 'divers' | 'keine Angabe';
}
