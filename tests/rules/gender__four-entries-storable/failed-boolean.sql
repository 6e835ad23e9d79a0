CREATE TABLE mitglied (
  id INTEGER PRIMARY KEY,
  ist_maennlich BOOLEAN
);
