CREATE VIEW lieferung AS
SELECT id, TRANSLATE(geschlecht, 'mw', '12') AS art FROM person;
