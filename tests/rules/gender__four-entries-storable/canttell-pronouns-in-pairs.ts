export const genderOptions = [
  { value: 'female', label: 'she/her' },
  { value: 'male', label: 'he/him' },
  { value: 'other', label: 'they/them' },
];
