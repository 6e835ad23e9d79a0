export const claimMapping = {
  sub: 'id',
  given_name: 'vorname',
  family_name: 'nachname',
};
export const colorMapping = { folgender: 'blau', gendern: 'rot' };
