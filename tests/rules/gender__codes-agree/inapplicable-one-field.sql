CREATE TABLE person (geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x')));
