CREATE TABLE team_mitglied (
  id integer PRIMARY KEY,
  team_id integer NOT NULL,
  geschlecht varchar(1) CHECK (geschlecht IN ('m', 'w'))
);
