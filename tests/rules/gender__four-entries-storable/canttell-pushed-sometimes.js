export function genderOptions(full) {
  const options = [
    { value: 'm', label: 'männlich' },
    { value: 'w', label: 'weiblich' },
  ];
  if (full) {
    options.push({ value: 'd', label: 'divers' });
    options.push({ value: 'o', label: 'ohne Angabe' });
  }
  return options;
}
