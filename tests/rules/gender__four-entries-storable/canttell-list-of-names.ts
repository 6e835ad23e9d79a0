/** Aus welcher Namensliste gezogen wird. */
export type NameSex = 'male' | 'female';

export function ziehen(liste: NameSex): string {
  return LISTEN[liste].pop();
}
