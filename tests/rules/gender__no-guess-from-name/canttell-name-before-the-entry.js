function findVornameGeschlecht(text) {
  return TABELLE[text.toLowerCase()];
}
