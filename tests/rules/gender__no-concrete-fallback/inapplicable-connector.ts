export const connector = (gender: string) => (gender === 'male' ? 'male' : 'female');
