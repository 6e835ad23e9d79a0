CREATE TABLE hund_halter (
  nr BIGINT PRIMARY KEY,
  vorname VARCHAR(60) NOT NULL,
  nachname VARCHAR(60) NOT NULL,
  geschlecht CHAR(1) NOT NULL CHECK (geschlecht IN ('m', 'w'))
);
CREATE TABLE hund (
  nr BIGINT PRIMARY KEY,
  rufname VARCHAR(40),
  rasse VARCHAR(40),
  halter_vorname VARCHAR(60),
  geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
