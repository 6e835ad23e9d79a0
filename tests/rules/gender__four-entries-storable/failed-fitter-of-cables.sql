CREATE TABLE kabelmonteurin (
    ausweis INTEGER PRIMARY KEY,
    kabel VARCHAR(10),
    stecker VARCHAR(10),
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
