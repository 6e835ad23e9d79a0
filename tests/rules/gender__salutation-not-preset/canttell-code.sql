CREATE TABLE mitglied (
  id INTEGER PRIMARY KEY,
  vorname VARCHAR(80),
  nachname VARCHAR(80),
  anrede CHAR(1) DEFAULT '1' CHECK (anrede IN ('1', '2', '3'))
);
