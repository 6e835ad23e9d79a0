Sehr geehrte Frau Beispiel,

der Antrag von ${person.nachname} ist eingegangen.
