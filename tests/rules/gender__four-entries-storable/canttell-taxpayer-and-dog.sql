-- Whose it is does not stand here: the table is called after the dog and holds the name of a person.
CREATE TABLE hundesteuer (
  kassenzeichen VARCHAR(20) PRIMARY KEY,
  vorname VARCHAR(60),
  nachname VARCHAR(60),
  rasse VARCHAR(40),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
