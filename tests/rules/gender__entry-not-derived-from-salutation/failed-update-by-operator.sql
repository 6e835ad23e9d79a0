CREATE TABLE person (id integer PRIMARY KEY, anrede text, geschlecht text);
UPDATE person SET geschlecht = 'weiblich' WHERE anrede ~* '^frau';
