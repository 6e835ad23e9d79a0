CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  vorname VARCHAR(80),
  geschlecht CHAR(1)
);
