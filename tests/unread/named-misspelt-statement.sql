CREATE TABEL einwohner (
  nachname VARCHAR(80),
  geschlecht CHAR(1)
);
