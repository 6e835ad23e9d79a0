export function gender(gender: string): string {
  switch (gender) {
    case 'male': return 'M';
    case 'female': return 'F';
    case 'diverse': return 'D';
    case 'ohne angabe': return 'X';
    default: return 'U';
  }
}
