CREATE TABLE melderegister (
  id int PRIMARY KEY,
  geschlecht varchar(1),
  CONSTRAINT melderegister_geschlecht CHECK (geschlecht IN ('m', 'w'))
);
