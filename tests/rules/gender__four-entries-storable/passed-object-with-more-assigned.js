export const Gender = { MALE: 'm', FEMALE: 'f' };
Object.assign(Gender, { DIVERSE: 'd', NO_ENTRY: 'x' });
