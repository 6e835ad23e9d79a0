export const config = {
  provider: 'buergerkonto',
  claimMapping: {
    sub: 'id',
    given_name: 'vorname',
    gender: 'geschlecht',
  },
};
