export const toPerson = (row: Row): Person => ({
  geschlecht: row.geschlecht ?? 'm',
});
