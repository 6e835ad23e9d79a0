CREATE TABLE kunde (
    vorname TEXT,
    nachname TEXT,
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'n'))
);
