CREATE TABLE person (
    nachname VARCHAR(80),
    anrede VARCHAR(8) CHECK (anrede IN ('Herr', 'Frau', 'keine'))
);
