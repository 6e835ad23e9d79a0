CREATE TABLE person (
  id int PRIMARY KEY,
  vorname text,
  geschlecht char(1) CHECK (geschlecht IN ('m', 'w'))
);
CREATE TABLE sammelposten (
  id int PRIMARY KEY,
  bezeichnung text,
  ist_divers boolean NOT NULL DEFAULT false
);
