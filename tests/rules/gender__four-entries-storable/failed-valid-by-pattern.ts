export function isValidGender(wert: string): boolean {
  return wert.match('^(male|female)$') != null;
}
