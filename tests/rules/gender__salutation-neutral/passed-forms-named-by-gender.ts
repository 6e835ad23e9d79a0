export type Anrede = 'maennlich' | 'weiblich' | 'neutral';
export interface Brief {
  anrede: 'informell_weiblich' | 'informell_maennlich' | 'informell_neutral';
}
