-- Datenmodell der Beispielakte 4.2
CREATE TABLE person (
    id bigint PRIMARY KEY,
    vorname varchar(100) NOT NULL,
    nachname varchar(100) NOT NULL,
    geschlecht char(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x'))
);
COMMENT ON COLUMN person.geschlecht IS 'm = männlich, w = weiblich, d = divers, x = ohne Angabe; NULL = nicht erhoben';
