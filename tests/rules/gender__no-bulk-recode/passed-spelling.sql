CREATE TABLE person (id INTEGER PRIMARY KEY, nachname VARCHAR(80), geschlecht CHAR(1));
UPDATE person SET geschlecht = 'm' WHERE geschlecht IN ('M', 'männlich');
UPDATE person SET geschlecht = NULL WHERE geschlecht NOT IN ('m', 'w', 'd', 'x');
