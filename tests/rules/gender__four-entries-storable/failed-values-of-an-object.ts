export const gender = { values: ['male', 'female'] };
