export function geschlechtVonVorname(vorname: string): string | null {
  return ENDUNGEN.find((endung) => vorname.endsWith(endung.text))?.geschlecht ?? null;
}
