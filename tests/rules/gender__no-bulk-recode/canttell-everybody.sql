CREATE TABLE person (id INTEGER PRIMARY KEY, nachname VARCHAR(80), geschlecht CHAR(1));
ALTER TABLE person ADD gender VARCHAR(10);
UPDATE person SET gender = 'male';
