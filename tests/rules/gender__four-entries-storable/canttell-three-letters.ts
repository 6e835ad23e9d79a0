export type Geschlechter = 'M' | 'F' | 'N';
export type Zahlen = 'E' | 'Z';
