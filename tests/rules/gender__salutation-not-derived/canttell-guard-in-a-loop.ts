export function labels(guests: Guest[]): string[] {
  const lines: string[] = [];
  for (const guest of guests) {
    if (guest.gender === 'diverse' || guest.gender === 'no_entry') {
      lines.push(guest.fullName);
      continue;
    }
    const salutation = guest.gender === 'male' ? 'Herr' : 'Frau';
    lines.push(`${salutation} ${guest.lastName}`);
  }
  return lines;
}
