// Schlüssel der Anrede in der Schnittstelle
export const codes = { Herr: 'm', Frau: 'w' };
