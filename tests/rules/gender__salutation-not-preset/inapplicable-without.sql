CREATE TABLE mitglied (
  id INTEGER PRIMARY KEY,
  vorname VARCHAR(80),
  nachname VARCHAR(80),
  anrede VARCHAR(10) CHECK (anrede IN ('Herr', 'Frau', 'neutral'))
);
