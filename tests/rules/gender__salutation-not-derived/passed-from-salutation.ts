export function briefanrede(anrede: string): string {
  switch (anrede) {
    case 'herr':
      return 'Sehr geehrter Herr';
    case 'frau':
      return 'Sehr geehrte Frau';
    default:
      return 'Guten Tag';
  }
}
