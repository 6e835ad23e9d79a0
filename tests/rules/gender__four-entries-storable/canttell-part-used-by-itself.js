const SHORT_GENDERS = ['male', 'female'];
export const GENDERS = [...SHORT_GENDERS, 'diverse', 'no entry'];

export function offer(form) {
  form.setOptions('gender', SHORT_GENDERS);
}
