export function isMaleGender(entry: string) {
  return entry === 'm' || entry === 'man';
}
