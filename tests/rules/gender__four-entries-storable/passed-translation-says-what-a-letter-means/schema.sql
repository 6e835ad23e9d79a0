CREATE TABLE mitglied (
    id INTEGER PRIMARY KEY,
    nachname VARCHAR(80),
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'k'))
);
