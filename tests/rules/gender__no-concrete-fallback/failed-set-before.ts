export function toGender(row: Row): Gender {
  const key = (row.gender ?? '').trim().toLowerCase();
  if (key === 'female') {
    return 'F';
  }
  return 'M';
}
