function Kontakt(vorname, nachname, anrede) {
  this.vorname = vorname || null;
  this.nachname = nachname || null;
  this.anrede = anrede || null;
}
