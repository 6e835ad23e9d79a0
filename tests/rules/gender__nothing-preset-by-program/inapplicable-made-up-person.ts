export const mockDefaultPatient = { lastName: 'Muster', gender: 'male' };
