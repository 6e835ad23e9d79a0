CREATE TABLE person (
  id int PRIMARY KEY,
  geschlecht char(1) CHECK (geschlecht IN ('m', 'w'))
);
