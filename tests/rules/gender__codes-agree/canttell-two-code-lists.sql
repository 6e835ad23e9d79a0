CREATE TABLE person (geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x')));
CREATE TABLE antrag (gender VARCHAR(12) CHECK (gender IN ('male', 'female', 'diverse', 'no_entry')));
