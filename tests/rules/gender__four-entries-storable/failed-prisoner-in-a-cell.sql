CREATE TABLE gefangener (
    nummer VARCHAR(8) PRIMARY KEY,
    haftraum VARCHAR(8),
    nachname VARCHAR(60),
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
