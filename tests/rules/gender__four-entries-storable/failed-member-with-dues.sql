CREATE TABLE mitglied (
  nummer INTEGER PRIMARY KEY,
  nachname VARCHAR(80) NOT NULL,
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w')),
  beitrag NUMERIC(8, 2)
);
