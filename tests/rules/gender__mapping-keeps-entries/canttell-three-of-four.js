export function genderText(gender) {
  switch (gender) {
    case 'm':
      return 'männlich';
    case 'w':
      return 'weiblich';
    case 'd':
      return 'divers';
  }
}
