CREATE TABLE firma (
  id INTEGER PRIMARY KEY,
  firmenname VARCHAR(80),
  ansprechpartner_vorname VARCHAR(40),
  ansprechpartner_nachname VARCHAR(40),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
