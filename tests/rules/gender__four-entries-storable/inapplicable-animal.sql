CREATE TABLE hund (
  id INTEGER PRIMARY KEY,
  rasse VARCHAR(40),
  chipnummer VARCHAR(15),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
