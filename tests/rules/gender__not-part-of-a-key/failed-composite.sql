CREATE TABLE person (
  nachname VARCHAR(80),
  geburtsdatum DATE,
  geschlecht CHAR(1),
  PRIMARY KEY (nachname, geburtsdatum, geschlecht)
);
