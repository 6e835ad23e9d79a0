CREATE TABLE person (id INTEGER PRIMARY KEY, nachname VARCHAR(80), geschlecht CHAR(1));
UPDATE person SET geschlecht = 'ohne Angabe' WHERE geschlecht IS NULL;
