CREATE TABLE person (
  id INT PRIMARY KEY,
  nachname VARCHAR(80),
  geschlecht ENUM('m', 'w', 'd', 'x') NOT NULL,
  nachweis_am DATE,
  CHECK (NOT (geschlecht = 'x' AND nachweis_am IS NOT NULL)),
  CHECK (NOT (NOT (geschlecht <> 'd' OR nachname IS NOT NULL))),
  CHECK (NOT ((geschlecht = 'd' AND nachweis_am IS NOT NULL) OR geschlecht = 'k'))
);
