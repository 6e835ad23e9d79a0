CREATE TABLE person (
    nachname VARCHAR(80),
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x'))
);
