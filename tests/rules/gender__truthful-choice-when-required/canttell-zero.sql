CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  geschlecht INTEGER NOT NULL CHECK (geschlecht IN (0, 1, 2))
);
