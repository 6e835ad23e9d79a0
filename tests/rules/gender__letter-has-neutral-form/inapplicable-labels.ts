export const anredeTexte = { HERR: 'Herr', FRAU: 'Frau' };
