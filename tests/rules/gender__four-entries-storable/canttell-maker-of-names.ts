export function firstName(gender: 'male' | 'female'): string {
  return pick(lists[gender]);
}
