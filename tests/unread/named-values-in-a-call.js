const rueckfrage = zeigeAuswahl("Bitte angeben", ["Frau", "Herr"].map(wert =>
  wert));
feld.optionen = baueOptionen("male", "female");
