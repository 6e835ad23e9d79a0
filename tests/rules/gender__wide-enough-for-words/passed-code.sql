CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x'))
);
