CREATE TABLE person (id INTEGER PRIMARY KEY, nachname VARCHAR(80), geschlecht CHAR(1));
UPDATE person SET geschlecht = CASE WHEN MOD(MONTH(geburtsdatum), 2) = 1 THEN 'm' ELSE 'w' END WHERE geschlecht IN ('d', 'x');
