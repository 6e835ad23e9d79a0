CREATE TABLE schueler (
    vorname VARCHAR(80) NOT NULL,
    geburtsdatum DATE,
    geschlecht CHAR(1) NOT NULL CHECK (geschlecht IN ('m', 'w'))
);
CREATE TABLE lehrkraft (
    vorname VARCHAR(80) NOT NULL,
    geschlecht VARCHAR(20)
);
