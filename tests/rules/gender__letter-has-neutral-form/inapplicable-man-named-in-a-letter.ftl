Guten Tag ${vorname} ${nachname},

zuständig ist Herr ${sachbearbeitung.nachname}, Zimmer ${zimmer}.
