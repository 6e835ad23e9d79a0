export function chooseVoice(locale: string, gender: string) {
  if (gender !== 'male' && gender !== 'female') {
    throw new RangeError('nobody to read');
  }
  return installed.find((one) => one.locale === locale);
}
