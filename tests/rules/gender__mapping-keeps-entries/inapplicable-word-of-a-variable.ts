export function parentWord(gender: string, neutral: string): string {
  return gender === 'male' ? 'father' : gender === 'female' ? 'mother' : neutral;
}
