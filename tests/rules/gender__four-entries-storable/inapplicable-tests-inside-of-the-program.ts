export const zeige = (liste: string[]) => liste;

if (import.meta.vitest) {
  const GESCHLECHTER = ['männlich', 'weiblich'];
  import.meta.vitest.test('zeigt alle', () => zeige(GESCHLECHTER));
}
