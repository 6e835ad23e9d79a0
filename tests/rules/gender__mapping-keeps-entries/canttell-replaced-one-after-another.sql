CREATE VIEW lieferung AS
SELECT id, REPLACE(REPLACE(geschlecht, 'm', '1'), 'w', '2') AS art FROM person;
