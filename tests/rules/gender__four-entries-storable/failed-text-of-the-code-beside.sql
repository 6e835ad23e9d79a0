CREATE TABLE person (
  id int PRIMARY KEY,
  vorname text,
  geschlecht char(1) CHECK (geschlecht IN ('m', 'w')),
  geschlecht_text varchar(20),
  geschlecht_geprueft boolean NOT NULL DEFAULT false,
  adresse_ohne_angabe boolean NOT NULL DEFAULT false
);
