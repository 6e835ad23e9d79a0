CREATE TABLE starter (
    id INTEGER PRIMARY KEY,
    vorname VARCHAR(80),
    nachname VARCHAR(80),
    distanz INTEGER,
    altersklasse VARCHAR(8),
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
