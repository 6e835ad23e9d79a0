CREATE TABLE katzenhalter (
  id INTEGER PRIMARY KEY,
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w')),
  beitrag NUMERIC(8, 2)
);
