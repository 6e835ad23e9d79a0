CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht INTEGER
);
