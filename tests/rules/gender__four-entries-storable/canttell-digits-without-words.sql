CREATE TABLE mitglied (
  id integer PRIMARY KEY,
  nachname varchar(80),
  geschlecht smallint CHECK (geschlecht IN (0, 9))
);
