export function anfang(person: Person) {
  return t('brief.anfang.' + person.geschlecht, 'Guten Tag');
}
