CREATE TABLE person (id INTEGER PRIMARY KEY, nachname VARCHAR(80), geschlecht CHAR(1));
UPDATE person SET geschlecht = 'w' WHERE id = 4711;
UPDATE person SET nachname = 'X' WHERE geschlecht = 'd';
