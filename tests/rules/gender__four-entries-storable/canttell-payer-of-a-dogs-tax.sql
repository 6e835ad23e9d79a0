CREATE TABLE hundesteuerkonto (
    kassenzeichen VARCHAR(12) PRIMARY KEY,
    iban VARCHAR(34),
    geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w'))
);
