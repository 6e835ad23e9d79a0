const LABELS: Record<string, string> = { m: 'männlich', w: 'weiblich' };

export function genderLabel(gender: string): string {
  return LABELS[gender] ?? 'unbekannt';
}
