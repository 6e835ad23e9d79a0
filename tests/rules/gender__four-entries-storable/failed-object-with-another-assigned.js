export const Gender = { MALE: 'm', FEMALE: 'f' };
export const Kind = {};
Object.assign(Kind, { DIVERSE: 'd', NO_ENTRY: 'x' });
