export const voice = { options: ['male', 'female'] };
