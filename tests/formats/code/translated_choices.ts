export const genders = [
  { value: 'm', label: $localize`:entry of a person@@m:male` },
  { value: 'w', label: t('gender.w', 'female') },
  { value: 'd', label: t('gender.d', { defaultValue: 'diverse' }) },
  { value: 'x', label: intl.formatMessage({ id: 'gender.x', defaultMessage: 'no entry' }) },
];
export const keys = [
  { value: 'm', label: t('gender.male') },
  { value: 'w', label: t('gender.female', 'en') },
];
