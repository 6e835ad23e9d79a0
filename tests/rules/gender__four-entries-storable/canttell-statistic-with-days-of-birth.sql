CREATE TABLE statistik_datensatz (
    satz INTEGER PRIMARY KEY,
    geburtsdatum DATE,
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
