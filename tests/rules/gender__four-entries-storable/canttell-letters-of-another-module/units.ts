export type Code = 'm' | 'f';
