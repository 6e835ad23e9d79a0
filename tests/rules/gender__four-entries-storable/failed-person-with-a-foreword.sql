CREATE TABLE autor (
  vorname VARCHAR(40),
  nachname VARCHAR(40),
  stem VARCHAR(20),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
