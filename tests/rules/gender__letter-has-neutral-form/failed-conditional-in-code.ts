export const brief = (anrede: string) => anrede === 'Herr' ? 'Sehr geehrter Herr' : 'Sehr geehrte Frau';
