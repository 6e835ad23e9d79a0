CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht CHAR(1) DEFAULT 'm' CHECK (geschlecht IN ('m', 'w', 'd', 'x'))
);
