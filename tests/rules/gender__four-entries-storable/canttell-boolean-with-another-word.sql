CREATE TABLE besucher (
  id integer PRIMARY KEY,
  nachname varchar(80),
  geschlecht_blau boolean
);
