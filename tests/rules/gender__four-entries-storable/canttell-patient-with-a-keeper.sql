CREATE TABLE patient (
    nummer INTEGER PRIMARY KEY,
    tierart VARCHAR(20),
    besitzer_id INTEGER,
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
