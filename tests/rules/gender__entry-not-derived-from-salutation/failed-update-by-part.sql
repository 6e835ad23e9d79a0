CREATE TABLE adresse (id integer PRIMARY KEY, anrede varchar(30), geschlecht varchar(1));
UPDATE adresse SET geschlecht = 'w' WHERE anrede LIKE '%rau%' OR anrede = 'Fr.';
