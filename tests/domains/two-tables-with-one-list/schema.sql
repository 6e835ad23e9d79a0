CREATE TABLE kunde (id int, vorname text, geschlecht char(1) CHECK (geschlecht IN ('m', 'w')));
CREATE TABLE mitarbeiter (id int, vorname text, geschlecht char(1) CHECK (geschlecht IN ('m', 'w')));
