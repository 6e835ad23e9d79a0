export function lesen(gender: string): Gender {
  switch (gender.charAt(0)) {
    case 'm':
      return Gender.Male;
    case 'w':
      return Gender.Female;
    default:
      throw new Error('not recognised');
  }
}
