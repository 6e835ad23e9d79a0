function anmelden(vorname, geschlecht) {
  if (!geschlecht.match(/^(m|w)$/)) {
    throw new Error('Eingabe');
  }
  return speichern(vorname, geschlecht);
}
