Sehr geehrter Herr ${nachname},

Ihr Antrag ist eingegangen.
