CREATE TABLE person (
  id int PRIMARY KEY,
  vorname text,
  geschlecht char(1) NULL CHECK (geschlecht IN ('m', 'w')),
  geschlecht_divers boolean NOT NULL DEFAULT false,
  geschlecht_ohne_angabe boolean NOT NULL DEFAULT false
);
