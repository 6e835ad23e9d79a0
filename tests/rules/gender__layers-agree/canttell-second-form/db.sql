CREATE TABLE lehrkraft (
  id INTEGER PRIMARY KEY,
  vorname VARCHAR(80),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m','w'))
);
