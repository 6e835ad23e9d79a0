CREATE TABLE schueler (
  id INTEGER PRIMARY KEY,
  nachname VARCHAR(80) NOT NULL,
  geburtsdatum DATE NOT NULL,
  geschlecht CHAR(1)
);

CREATE TABLE lehrkraft (
  id INTEGER PRIMARY KEY,
  nachname VARCHAR(80) NOT NULL,
  geschlecht CHAR(1)
);

CREATE TABLE gast (
  id INTEGER PRIMARY KEY,
  nachname VARCHAR(80) NOT NULL,
  geschlecht_gast CHAR(1)
);

CREATE TABLE elternteil (
  id INTEGER PRIMARY KEY,
  nachname VARCHAR(80) NOT NULL,
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
