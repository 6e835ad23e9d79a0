CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht CHAR(1)
);
