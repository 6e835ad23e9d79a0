// What the program calls unknown, people read as something that may be the entry.
export const SEX_OF_PATIENT = {
  male: 'Man',
  female: 'Woman',
  third: 'Third gender',
  unknown: 'Not stated',
};
