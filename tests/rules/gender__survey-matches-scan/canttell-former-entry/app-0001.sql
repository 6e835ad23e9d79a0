CREATE TABLE person (
  vorname VARCHAR(80),
  geschlecht_alt CHAR(1)
);
