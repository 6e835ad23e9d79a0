export const geschlecht = new Merkmalsliste([
  { code: 'm', text: 'männlich' },
  { code: 'w', text: 'weiblich' },
]);
