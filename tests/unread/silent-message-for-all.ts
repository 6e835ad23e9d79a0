export const text = '{geschlecht, select, male {Er schrieb} female {Sie schrieb} other {Die Person schrieb}}';
