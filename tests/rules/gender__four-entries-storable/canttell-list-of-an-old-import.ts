export const LEGACY_GENDERS = ['m', 'w'];
export const GENDERS = ['m', 'w', 'd', 'x'];

export function isLegacy(code: string): boolean {
  return LEGACY_GENDERS.includes(code);
}
