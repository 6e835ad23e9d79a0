export function isGender(value: string): value is Gender {
  return value === Gender.MALE || value === Gender.FEMALE;
}
