export const GENDERS = [
  { value: 'mdi-human-male', label: t('gender.male') },
  { value: 'mdi-human-female', label: t('gender.female') },
  { value: 'mdi-transgender', label: t('gender.diverse') },
  { value: 'mdi-circle-outline', label: t('gender.noEntry') },
];
