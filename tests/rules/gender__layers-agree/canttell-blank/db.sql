CREATE TABLE kunde (
  id INTEGER PRIMARY KEY,
  vorname VARCHAR(80),
  geschlecht CHAR(1) NOT NULL CHECK (geschlecht IN ('m','w','d','x'))
);
