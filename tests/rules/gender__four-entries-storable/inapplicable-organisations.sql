CREATE TABLE rechtsanwaltskanzlei (
  id INTEGER PRIMARY KEY,
  bezeichnung VARCHAR(80),
  email VARCHAR(80),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
