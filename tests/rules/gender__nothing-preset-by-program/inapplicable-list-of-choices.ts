export const initialState = { vorname: '', genders: ['male', 'female', 'diverse', 'none'] };
