CREATE TABLE schluessel_geschlecht (
  id integer PRIMARY KEY,
  bezeichnung varchar(20) NOT NULL
);
INSERT INTO schluessel_geschlecht (id, bezeichnung) VALUES (1, 'männlich');
INSERT INTO schluessel_geschlecht (id, bezeichnung) VALUES (2, 'weiblich');
CREATE TABLE antrag (
  nr integer PRIMARY KEY,
  geschlecht_id integer REFERENCES schluessel_geschlecht (id)
);
