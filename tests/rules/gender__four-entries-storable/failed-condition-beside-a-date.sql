CREATE TABLE person (
  id INT PRIMARY KEY,
  nachname VARCHAR(80),
  geschlecht CHAR(1) NOT NULL,
  nachweis_am DATE,
  CHECK ((geschlecht = 'm' AND nachweis_am IS NOT NULL) OR geschlecht = 'w'),
  CHECK (NOT (NOT (geschlecht IN ('m', 'w'))))
);
