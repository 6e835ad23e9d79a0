Sehr geehrte ${person.geschlecht} ${person.nachname},
