CREATE TABLE staffel (
  id integer PRIMARY KEY,
  bezeichnung varchar(40),
  geschlecht varchar(8) CHECK (geschlecht IN ('m', 'w', 'mixed'))
);
CREATE TABLE sport_team (id integer PRIMARY KEY, gender varchar(5) CHECK (gender IN ('men', 'women')));
