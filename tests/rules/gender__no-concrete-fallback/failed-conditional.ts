export const toPerson = (row: Row): Person => ({
  name: row.name,
  geschlecht: row.geschlecht === 'm' ? 'männlich' : 'weiblich',
});
