export type Geschlecht = 'M' | 'F' | 'N';
export type Zahlen = 'E' | 'Z';
