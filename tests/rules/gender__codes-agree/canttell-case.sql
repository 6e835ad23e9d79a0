CREATE TABLE person (geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x')));
CREATE TABLE meldung (geschlecht CHAR(1) CHECK (geschlecht IN ('M', 'W', 'D', 'X')));
