CREATE TABLE person (
  vorname VARCHAR(80),
  anrede VARCHAR(10)
);
