export type SexName = 'M' | 'F' | 'N';
export type FellName = 'kurz' | 'lang';
