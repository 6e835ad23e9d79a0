export const geschlechter = [
  { value: 'm', label: t('geschlecht.maennlich') },
  { value: 'w', label: t('geschlecht.weiblich') },
];
