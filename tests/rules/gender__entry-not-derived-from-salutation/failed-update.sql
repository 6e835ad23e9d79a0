UPDATE person SET geschlecht = 'm' WHERE anrede = 'Herr';
UPDATE person SET geschlecht = 'w' WHERE anrede = 'Frau';
