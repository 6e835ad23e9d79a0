CREATE TABLE mitarbeiter (
  nr integer PRIMARY KEY,
  vorname varchar(60),
  geschlecht char(1),
  CONSTRAINT ck_geschlecht CHECK (geschlecht IN ('m', 'w') OR geschlecht IS NULL)
);
