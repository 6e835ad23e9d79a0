export const GENDERS = { m: 'männlich', w: 'weiblich', d: 'divers', x: 'ohne Angabe' } as const;
export type Gender = keyof typeof GENDERS;
