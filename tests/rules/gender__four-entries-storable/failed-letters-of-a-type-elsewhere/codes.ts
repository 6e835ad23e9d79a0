export type Buchstabe = 'm' | 'w';
