CREATE TABLE einwohner (
  nachname VARCHAR(80) NOT NULL,
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'k'))
);
