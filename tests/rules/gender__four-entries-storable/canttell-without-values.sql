CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht VARCHAR(20)
);
