const TWO = ['male', 'female'];
export const GENDER_OPTIONS = [...TWO, 'diverse'];
