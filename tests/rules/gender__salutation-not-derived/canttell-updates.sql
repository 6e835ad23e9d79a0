UPDATE person SET anrede = 'Herr' WHERE geschlecht = 'm';
UPDATE person SET anrede = 'Frau' WHERE geschlecht = 'w';
