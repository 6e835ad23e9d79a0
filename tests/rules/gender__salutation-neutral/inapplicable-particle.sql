CREATE TABLE gast (
  id INTEGER PRIMARY KEY,
  vorname VARCHAR(40),
  nachname_prefix VARCHAR(10),
  nachname VARCHAR(40)
);
