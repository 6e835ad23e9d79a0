export const GENDERS = ['male', 'female', 'diverse', 'no_entry'] as const;
export type Gender = (typeof GENDERS)[number];
export const LAB_TO_OURS: Record<string, Gender> = { '1': 'male', '2': 'female' };
