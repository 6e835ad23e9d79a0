export const geschlechtOptionen = [
  { code: 'x', beschreibung: 'dritte Option' },
  { code: 'm', beschreibung: 'männlich' },
  { code: 'f', beschreibung: 'weiblich' },
  { code: 'n', beschreibung: 'ohne Angabe' },
];
