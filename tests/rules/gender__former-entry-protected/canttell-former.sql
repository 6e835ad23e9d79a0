CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  frueheres_geschlecht CHAR(1)
);
