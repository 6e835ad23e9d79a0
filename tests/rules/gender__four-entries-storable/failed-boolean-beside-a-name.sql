CREATE TABLE einwohner (
  id integer PRIMARY KEY,
  nachname varchar(80) NOT NULL,
  aktiv boolean NOT NULL,
  geschlecht boolean
);
