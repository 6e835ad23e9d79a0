Guten Tag ${person.vorname} ${person.nachname},

anbei erhalten Sie den Bescheid.
