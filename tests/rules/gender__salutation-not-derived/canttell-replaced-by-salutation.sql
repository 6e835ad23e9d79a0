CREATE VIEW brief AS
SELECT id, REPLACE(REPLACE(geschlecht, 'm', 'Herr'), 'w', 'Frau') AS anfang FROM person;
