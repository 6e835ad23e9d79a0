CREATE TABLE nistplatz (
    nummer INTEGER PRIMARY KEY,
    vogelart VARCHAR(60) NOT NULL,
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w')),
    fluegel_mm INTEGER
);
