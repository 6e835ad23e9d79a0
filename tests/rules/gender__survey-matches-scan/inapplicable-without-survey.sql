CREATE TABLE einwohner (
  id INTEGER PRIMARY KEY,
  geschlecht CHAR(1) NOT NULL CHECK (geschlecht IN ('m', 'w', 'd', 'x'))
);
