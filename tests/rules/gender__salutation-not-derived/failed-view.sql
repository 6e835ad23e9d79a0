CREATE VIEW serienbrief AS
SELECT nachname, IF(geschlecht = 'm', 'Sehr geehrter Herr', 'Sehr geehrte Frau') AS briefanrede FROM person;
