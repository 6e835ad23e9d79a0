CREATE TABLE haftraum (
    nummer VARCHAR(8) PRIMARY KEY,
    plaetze INTEGER,
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
