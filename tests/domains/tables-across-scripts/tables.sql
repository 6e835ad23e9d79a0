CREATE TABLE person (id int, vorname text, geschlecht geschlecht NOT NULL, anrede anrede_kurz);
CREATE TABLE kind (id int, vorname text, geschlecht geschlecht);
